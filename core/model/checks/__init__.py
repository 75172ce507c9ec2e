"""What rules say and how numbers are compared: rules, findings, relations between printed figures."""
