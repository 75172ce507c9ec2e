"""A run over many machines: files and results behind URLs (fsspec), the same functions mapped by Dask, shards and an index."""
