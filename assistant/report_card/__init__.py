"""A draft resolution is compared with what its body has adopted: findings, each with its precedents."""
