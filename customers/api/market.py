"""Notes on industries for machines."""

from core.api import Rows, act
from customers import services
from customers.models import MarketNote
from customers.serializers.market import MarketNoteSerializer, NoteMarketSerializer, WithdrawNoteSerializer


class MarketNoteViewSet(Rows):
    """What is known of industries, withdrawn notes with their reasons."""

    queryset = MarketNote.objects.select_related("noted_by").order_by("-id")
    serializer_class = MarketNoteSerializer
    ordering_fields = ("as_of",)

    create = act("create", "", services.note_market, NoteMarketSerializer, gives=MarketNoteSerializer)
    withdraw = act(
        "withdraw",
        "withdraw",
        services.withdraw_market_note,
        WithdrawNoteSerializer,
        target="note",
        shows=MarketNoteSerializer,
    )


ROUTES = [("market-notes", MarketNoteViewSet, "market-note")]
