"""Whom a hospital's team can turn to: key account managers by region, medical information, speakers."""
