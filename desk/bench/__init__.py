"""What the budgets of docs/benchmarks.md are measured with; `manage.py bench` runs it on a database of its own."""
