"""Tajik."""
