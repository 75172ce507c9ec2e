"""Vehicles (车辆)."""
