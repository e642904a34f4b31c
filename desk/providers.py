"""The frame of every page."""

def shell(request):
    return {}
