"""Staff and posts (人员, 编制)."""
