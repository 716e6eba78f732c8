package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.service.Store;
import io.lapwing.trust.CentralStatus;
import io.lapwing.trust.Envelope;
import java.lang.System.Logger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The Central Entity where pages, commands and the radio meet: opened when it is first needed. After a fault of the store,
/// the vault or the TPM it is begun again before anything else is done, so that what the fault left half-done is finished;
/// a TPM is opened anew then.
///
/// One thing at a time happens in it, whoever asks.
final class CentralRoom implements AutoCloseable {
    /// After a failure to begin, others are told at once for so long.
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Logger LOG = System.getLogger(CentralRoom.class.getName());

    private final Store store;
    private final Supplier<CentralChip> chips;
    private final boolean reopensChip;
    private final InstantSource clock;
    private final Consumer<List<Envelope>> air;
    private @Nullable CentralChip chip;
    private @Nullable CentralSpeaker entity;
    private boolean begun;
    private Optional<Fault> problem = Optional.empty();
    private Instant tryAgain = Instant.MIN;

    /// @param chips opens what it computes with
    /// @param reopensChip whether that is opened anew after a fault
    /// @param air where messages go
    CentralRoom(
            Store store,
            Supplier<CentralChip> chips,
            boolean reopensChip,
            InstantSource clock,
            Consumer<List<Envelope>> air) {
        this.store = store;
        this.chips = chips;
        this.reopensChip = reopensChip;
        this.clock = clock;
        this.air = air;
    }

    /// Makes it ready, if it is not.
    ///
    /// @throws Fault `UNAVAILABLE` when the store, the vault or the TPM does not answer
    synchronized void settle() {
        var _ = settled(clock.instant());
    }

    private CentralSpeaker settled(Instant now) {
        CentralSpeaker open = entity;
        if (open != null && begun) {
            return open;
        }
        if (problem.isPresent() && now.isBefore(tryAgain)) {
            throw problem.get();
        }
        try {
            open = open == null ? open() : open;
            air.accept(open.start(now));
            begun = true;
            if (problem.isPresent()) {
                LOG.log(Logger.Level.INFO, "the Central Entity works again");
            }
            problem = Optional.empty();
            return open;
        } catch (Fault fault) {
            failed(now, fault);
            throw fault;
        }
    }

    private CentralSpeaker open() {
        CentralChip opened = chips.get();
        chip = opened;
        CentralSpeaker made = opened.speaker(store);
        entity = made;
        return made;
    }

    private void failed(Instant now, Fault fault) {
        if (!problem.map(Fault::getMessage).equals(Optional.of(fault.getMessage()))) {
            LOG.log(Logger.Level.WARNING, "the Central Entity waits: {0}", fault.getMessage());
        }
        problem = Optional.of(fault);
        tryAgain = now.plus(PAUSE);
        begun = false;
        if (reopensChip) {
            leave();
        }
    }

    private void leave() {
        CentralSpeaker open = entity;
        if (open != null) {
            open.close();
        }
        entity = null;
        CentralChip held = chip;
        chip = null;
        if (held != null) {
            held.close();
        }
    }

    /// Does something that makes messages, and sends them.
    ///
    /// @throws Fault what the deed throws; `UNAVAILABLE` when it is not ready
    synchronized void act(BiFunction<CentralSpeaker, Instant, List<Envelope>> deed) {
        Instant now = clock.instant();
        air.accept(guarded(now, settled(now), open -> deed.apply(open, now)));
    }

    /// Asks it something.
    synchronized <T> T ask(Function<CentralSpeaker, T> question) {
        Instant now = clock.instant();
        return guarded(now, settled(now), question);
    }

    private <T> T guarded(Instant now, CentralSpeaker open, Function<CentralSpeaker, T> work) {
        try {
            return work.apply(open);
        } catch (Fault fault) {
            switch (fault.kind()) {
                case UNAVAILABLE, TAMPERED, INTERNAL -> failed(now, fault);
                // Something may be half-done: it is finished before anything else.
                case CONFLICT, EXHAUSTED -> begun = false;
                case BAD_INPUT, UNAUTHENTICATED, FORBIDDEN, NOT_FOUND -> {
                    // Nothing was done.
                }
            }
            throw fault;
        }
    }

    CentralStatus status() {
        return ask(CentralSpeaker::status);
    }

    /// Why it does not work now, if it does not.
    synchronized Optional<String> problem() {
        return problem.map(Fault::getMessage);
    }

    @Override
    public synchronized void close() {
        leave();
    }
}
