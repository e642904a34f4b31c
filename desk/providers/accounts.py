"""How the accounts of the demo are known."""

DEMO_PASSWORD = "loandesk-demo"  # noqa: S105 - printed on the sign-in page of the demo
DEMO_MAIL = "@loandesk.example"
