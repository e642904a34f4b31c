"""The demo: an invented lender whose people, customers and cases live through the real services, day by day."""
