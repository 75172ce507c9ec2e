"""Rules for 四川 only: what its documents print and nothing else does."""
