package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import javax.smartcardio.Card;
import javax.smartcardio.CardChannel;
import javax.smartcardio.CardException;
import javax.smartcardio.CardTerminal;
import javax.smartcardio.CommandAPDU;

/// A card in a PC/SC reader, by the JDK's module `java.smartcardio`. Nothing else of this library needs that module: an image
/// without it lacks this class alone.
public final class PcscChannel implements ApduChannel {
    private final Card card;
    private final CardChannel channel;

    private PcscChannel(Card card) {
        this.card = card;
        channel = card.getBasicChannel();
    }

    /// Connects to the card in a reader, by whichever protocol it speaks.
    ///
    /// @throws Fault `UNAVAILABLE` when there is no card
    public static PcscChannel open(CardTerminal reader) {
        try {
            return new PcscChannel(reader.connect("*"));
        } catch (CardException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "no card in reader " + reader.getName(), e);
        }
    }

    @Override
    public Bytes transmit(Bytes command) {
        try {
            return Bytes.of(channel.transmit(new CommandAPDU(command.toArray())).getBytes());
        } catch (CardException | IllegalStateException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "the card does not answer", e);
        }
    }

    @Override
    public void close() {
        try {
            card.disconnect(/* reset= */ true);
        } catch (CardException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "the card cannot be reset", e);
        }
    }
}
