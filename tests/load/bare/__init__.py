"""The journey by bare drivers: the same writes and messages as the product's, without the product.

Nothing here imports `services` or `shared`.
"""
