package io.lapwing.trust;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.crypto.Sha256;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Key translation for pairs. Nothing of a session key is kept: a translation is ciphertext for its receiver, remembered
/// for a while to be said again.
final class PairDesk {
    /// Translations that are remembered, at most.
    static final int MAX_REMEMBERED = 256;

    private static final String ACTION = "trust.translate";
    private static final int SESSION_KEY_BYTES = 16;

    private final NodeRows rows;
    private final ListKeeper lists;
    private final KeyChip chip;
    private final ListSigner signer;
    private final Aes aes;
    private final Map<Bytes, List<Envelope>> remembered =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Bytes, List<Envelope>> eldest) {
                    return size() > MAX_REMEMBERED;
                }
            };

    PairDesk(NodeRows rows, ListKeeper lists, CentralParts parts) {
        this.rows = rows;
        this.lists = lists;
        chip = parts.chip();
        signer = parts.signer();
        aes = parts.aes();
    }

    /// The two master keys and the run between their nodes.
    private record Sides(Context.Run run, SoftwareKey initiator, SoftwareKey responder) {}

    private record Made(Bytes forInitiator, Bytes forResponder) {}

    Verdict take(Instant now, NodeId from, Message.Translate message) {
        Bytes digest = Sha256.digest(Bytes.concat(from.octets(), message.encode()));
        List<Envelope> before = remembered.get(digest);
        Epoch epoch = lists.current().epoch();
        Optional<NodeRow> initiator = rows.trusted(from, Profile.LAPWING);
        if (initiator.isEmpty()) {
            return Verdict.no(from, ACTION, Refusal.UNKNOWN_NODE);
        }
        var run =
                new Context.Run(
                        message.service(), from, message.responder(), message.n1(), message.n2());
        try (SoftwareKey mk1 = rows.masterKey(from, initiator.get())) {
            if (!message.request().isOver(mk1, run.request(message.key()))) {
                return Verdict.no(from, ACTION, Refusal.FORGED);
            }
            Optional<NodeRow> responder = rows.trusted(message.responder(), Profile.LAPWING);
            if (responder.isEmpty() || message.responder().equals(from)) {
                return refuse(run, mk1, Refusal.NOT_TRUSTED);
            }
            if (before != null) {
                return new Verdict.Taken(before);
            }
            try (SoftwareKey mk2 = rows.masterKey(message.responder(), responder.get())) {
                Verdict verdict =
                        translate(now, epoch, message, new Sides(run, mk1, mk2), responder.get());
                if (verdict instanceof Verdict.Taken taken) {
                    remembered.put(digest, taken.send());
                }
                return verdict;
            }
        }
    }

    private static Verdict refuse(Context.Run run, DerivingKey mk1, Refusal refusal) {
        int code = refusal.code();
        var message = new Message.Refused(run.responder(), code, Tag.of(mk1, run.refusal(code)));
        return new Verdict.No(
                run.initiator(),
                ACTION,
                refusal,
                List.of(new Envelope(NodeId.CENTRAL, run.initiator(), message.encode())));
    }

    private Verdict translate(
            Instant now, Epoch epoch, Message.Translate message, Sides sides, NodeRow responder) {
        Context.Run run = sides.run();
        if (!message.answer().isOver(sides.responder(), run.answer())) {
            return refuse(run, sides.initiator(), Refusal.FORGED_ANSWER);
        }
        Made made;
        try {
            made = make(message, sides, responder);
        } catch (Fault fault) {
            if (fault.kind() == Fault.Kind.TAMPERED || fault.kind() == Fault.Kind.BAD_INPUT) {
                return refuse(run, sides.initiator(), Refusal.BAD_KEY);
            }
            throw fault;
        }
        rows.record(
                CentralTrail.done(
                        now,
                        CentralTrail.actor(run.initiator()),
                        ACTION,
                        run.responder(),
                        "epoch",
                        epoch.toString(),
                        "service",
                        run.service().name()));
        return Verdict.take(answer(sides, epoch, message.key(), made));
    }

    /// The key, for whom it must be made readable.
    private Made make(Message.Translate message, Sides sides, NodeRow responder) {
        if (message.service().translates()) {
            SealedKey sealed =
                    chip.rewrap(
                            new SealedKey(message.key()),
                            new StorageKey(NodeRow.present(responder.storageKey())),
                            signer);
            return new Made(Bytes.EMPTY, sealed.octets());
        }
        if (message.key().length() > 0) {
            throw Fault.badInput("a key where the Central Entity makes it: want none");
        }
        try (Secret key = Secret.random(SESSION_KEY_BYTES)) {
            return new Made(
                    wrap(sides.initiator(), sides.run().wrapping(true), key),
                    wrap(sides.responder(), sides.run().wrapping(false), key));
        }
    }

    private Bytes wrap(DerivingKey masterKey, Bytes context, Secret key) {
        try (Secret wrapping = Session.working(masterKey, context)) {
            return aes.wrap(wrapping, key);
        }
    }

    /// @param request the key as the initiator sent it
    private static Envelope answer(Sides sides, Epoch epoch, Bytes request, Made made) {
        Context.Run run = sides.run();
        var delivery =
                new Message.Delivery(
                        epoch,
                        made.forResponder(),
                        Tag.of(sides.responder(), run.delivery(epoch, made.forResponder())));
        var receipt =
                new Message.Receipt(
                        made.forInitiator(),
                        Tag.of(sides.initiator(), run.receipt(epoch, made.forInitiator())));
        return run.service().carried()
                ? new Envelope(
                        NodeId.CENTRAL,
                        run.initiator(),
                        Message.Ticket.of(run.responder(), request, delivery, receipt).encode())
                : new Envelope(
                        NodeId.CENTRAL,
                        run.responder(),
                        new Message.Delivered(run.initiator(), delivery, receipt).encode());
    }
}
