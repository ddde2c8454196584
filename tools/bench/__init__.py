"""What the server adds to bare decoding, inference and copying, measured side by side in one run.

python -m tools.bench [--quick]
"""
