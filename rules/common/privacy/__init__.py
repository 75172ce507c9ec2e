"""Personal data in the text (个人信息)."""
