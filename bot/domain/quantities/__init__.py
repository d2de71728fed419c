"""Amounts, percentages and days as people write them in Japanese and English, read exactly."""
