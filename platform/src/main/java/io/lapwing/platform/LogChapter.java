package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.device.EndDevice;
import io.lapwing.lorawan.PhyPayload;
import io.lapwing.lorawan.ResultCode;
import io.lapwing.service.AuditExport;
import io.lapwing.service.AuditImport;
import io.lapwing.service.AuditLog;
import io.lapwing.service.AuditVerifier;
import io.lapwing.service.Verification;
import io.lapwing.vault.Anchor;
import io.lapwing.vault.Vault;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The platform is stopped, searched, and started again; and the log tells all that happened.
final class LogChapter {
    private static final Pattern REPLAY =
            Pattern.compile("^\\{\"index\":(\\d+),.*\"outcome\":\"replayed\"");
    private static final int PAGE = 1_000;

    private final Narrator narrator;
    private final DemoCast cast;

    LogChapter(Narrator narrator, DemoCast cast) {
        this.narrator = narrator;
        this.cast = cast;
    }

    void tell() {
        narrator.chapter(
                "Stopped, searched, started again",
                "A thief copies the stopped platform's folder; then it goes on as if nothing was.");
        EndDevice device = cast.devices().getFirst();
        PhyPayload frame = device.joinRequest();
        cast.finish(device, cast.network().join(device.identity(), frame));
        narrator.check(
                "stolen",
                "No root, session or wrapping key stands in any of its files",
                this::stolen);
        narrator.check(
                "replay-after-restart",
                "A join-request from before the restart",
                () -> {
                    ResultCode code = cast.network().join(device.identity(), frame).result().code();
                    return Verdict.of(code == ResultCode.FRAME_REPLAYED, code.toString());
                });
        narrator.check(
                "session-after-restart",
                "A new join, and the sessions there were go on",
                () -> {
                    cast.join(device);
                    boolean all = cast.devices().stream().allMatch(one -> cast.delivers(one, "on"));
                    return Verdict.of(all, cast.devices().size() + " devices heard");
                });
        log();
    }

    private Verdict stolen() {
        KeyHunt hunt = new KeyHunt(cast.keys());
        cast.site().stop();
        Optional<Path> found = hunt.in(cast.site().folder());
        cast.site().resume();
        cast.reconnect();
        return Verdict.of(
                found.isEmpty(),
                found.map(file -> "in " + file).orElseGet(() -> hunt.keys() + " keys looked for"));
    }

    private void log() {
        narrator.chapter(
                "The log",
                "Each record is a leaf of a Merkle tree, whose head the vault signs from time to"
                        + " time.");
        narrator.check("log-intact", "The log is what was signed", this::intact);
        narrator.check(
                "log-complete",
                "It has each session given and each request refused, once",
                this::complete);
        Path copy = cast.site().folder().resolve("audit.jsonl");
        narrator.check(
                "log-copy",
                "A copy of it is proven by the public key alone, and holds no key",
                () -> copied(copy));
        narrator.check(
                "log-changed",
                "A copy in which a replay reads like a success is found out",
                () -> changed(copy));
    }

    private AuditLog auditLog() {
        return cast.platform().store().audit();
    }

    private Verdict intact() {
        Vault vault = cast.platform().vault();
        Anchor anchor = vault.anchor();
        AuditVerifier verifier =
                new AuditVerifier(
                        auditLog(),
                        vault.signingKey(),
                        Optional.of(new AuditLog.Head(anchor.auditSize(), anchor.auditRoot())),
                        _ -> {});
        return switch (verifier.verify()) {
            case Verification.Intact(var head, var checkpoints) ->
                    Verdict.of(
                            checkpoints > 0,
                            "%d records, %d signed heads".formatted(head.size(), checkpoints));
            case Verification.Broken broken -> Verdict.of(false, broken.why());
        };
    }

    private Verdict complete() {
        long granted = 0;
        long refused = 0;
        for (long from = 0; from < auditLog().head().size(); from += PAGE) {
            for (var record : auditLog().read(from, PAGE)) {
                String action = record.event().action();
                granted += isGrant(action) ? 1 : 0;
                refused += action.endsWith(".refuse") ? 1 : 0;
            }
        }
        boolean all =
                granted == cast.network().granted() + cast.owner().granted()
                        && refused
                                == cast.network().refused()
                                        + cast.owner().refused()
                                        + cast.neighbour().refused();
        return Verdict.of(all, granted + " given, " + refused + " refused");
    }

    private static boolean isGrant(String action) {
        return List.of("join.accept", "rejoin.accept", "app-s-key.answer").contains(action);
    }

    private Verdict copied(Path copy) {
        try (OutputStream out = Files.newOutputStream(copy)) {
            new AuditExport(auditLog(), out).write(0, _ -> {});
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, copy + " cannot be written", e);
        }
        boolean clean = !new KeyHunt(cast.keys()).isIn(text(copy));
        return Verdict.of(
                clean && verify(copy) instanceof Verification.Intact, size(copy) + " KiB");
    }

    private Verdict changed(Path copy) {
        Path changed = copy.resolveSibling("audit-changed.jsonl");
        long index = -1;
        StringBuilder text = new StringBuilder();
        for (String line : text(copy).lines().toList()) {
            Matcher replay = REPLAY.matcher(line);
            boolean found = index < 0 && replay.find();
            if (found) {
                index = Long.parseLong(replay.group(1));
            }
            text.append(found ? line.replace("\"replayed\"", "\"done\"") : line).append('\n');
        }
        write(changed, text.toString());
        return verify(changed) instanceof Verification.Broken(long first, long end, _)
                ? Verdict.of(
                        index >= first && index < end,
                        "in records %d to %d".formatted(first, end - 1))
                : Verdict.of(false, "not found");
    }

    private Verification verify(Path copy) {
        return new AuditImport(copy, cast.platform().vault().signingKey()).verify();
    }

    private static long size(Path file) {
        return Math.ceilDiv(text(file).length(), 1024);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, file + " cannot be read", e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, file + " cannot be written", e);
        }
    }
}
