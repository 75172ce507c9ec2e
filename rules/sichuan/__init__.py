"""Rules for 四川 only."""
