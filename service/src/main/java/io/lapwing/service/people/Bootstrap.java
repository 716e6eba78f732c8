package io.lapwing.service.people;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/// The first run: while no administrator can sign in, a secret in a file that only the server's own user reads makes one.
/// It holds for 15 minutes and once; whoever starts the server again gets another.
public final class Bootstrap {
    public static final Duration LIFE = Duration.ofMinutes(15);

    private final PersonRows rows;
    private final Passwords passwords;
    private final SignIns signIns;
    private final Guesses guesses;
    private final Trail trail;
    private final AtomicReference<Optional<Offer>> offer = new AtomicReference<>(Optional.empty());

    Bootstrap(SignIns.Parts parts, SignIns signIns) {
        rows = parts.rows();
        passwords = parts.passwords();
        guesses = parts.guesses();
        trail = parts.trail();
        this.signIns = signIns;
    }

    private record Offer(Bytes hash, Instant until, Path file) {}

    /// Whether an administrator of everything can sign in.
    public boolean isDone() {
        return rows.ready(Role.ADMINISTRATOR) > 0;
    }

    /// Writes a new secret, which takes the place of the one before.
    ///
    /// @param file mode 0600; one that is there is replaced
    /// @return until when it holds; empty when there is an administrator, and no file then
    public Optional<Instant> open(Path file) {
        try {
            Files.deleteIfExists(file);
            offer.set(Optional.empty());
            if (isDone()) {
                return Optional.empty();
            }
            String secret = Handle.random();
            Instant until = trail.now().plus(LIFE);
            write(file, secret);
            trail.record(trail.done("system", "bootstrap.open", "platform"));
            offer.set(Optional.of(new Offer(Handle.hash(secret), until, file)));
            return Optional.of(until);
        } catch (IOException e) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE, "first-run secret cannot be written to " + file, e);
        }
    }

    private static void write(Path file, String secret) throws IOException {
        try (var out =
                Files.newByteChannel(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            int _ =
                    out.write(
                            java.nio.ByteBuffer.wrap(
                                    (secret + "\n").getBytes(StandardCharsets.US_ASCII)));
        }
    }

    /// Whether a secret waits to be used: a page for it is worth showing.
    public boolean isOpen() {
        return offer.get().filter(one -> trail.now().isBefore(one.until())).isPresent();
    }

    /// Makes the first administrator, and leads on to the enrolment of a second factor.
    ///
    /// @throws Fault `BAD_INPUT` for a name or a password that is not to be taken; the secret still holds then
    public SignIn use(String secret, String name, Secret password, Caller caller) {
        Optional<Duration> wait = guesses.wait("", caller);
        if (wait.isPresent()) {
            return new SignIn.TryLater(wait.get());
        }
        Optional<Offer> held = offer.get();
        boolean right =
                held.filter(one -> trail.now().isBefore(one.until()))
                        .filter(one -> one.hash().equals(Handle.hash(secret)))
                        .isPresent();
        if (!right) {
            guesses.failed("", caller);
            trail.refused(
                    "system", "bootstrap.use", "platform", "refused", "address", caller.address());
            return new SignIn.Refused();
        }
        PersonId id = PersonId.user(name);
        PasswordRules.check(id.name(), password);
        String phc = passwords.hash(password);
        if (isDone() || !offer.compareAndSet(held, Optional.empty())) {
            return new SignIn.Refused();
        }
        PersonRows.Kept made = administrator(id, phc, caller);
        held.ifPresent(Bootstrap::forget);
        return signIns.afterFirstProof(made.row(), caller);
    }

    /// A run that was broken off before the second factor left a row behind, which is taken over.
    private PersonRows.Kept administrator(PersonId id, String phc, Caller caller) {
        List<Grant> grants =
                List.of(
                        new Grant(Role.ADMINISTRATOR, Scope.EVERYTHING),
                        new Grant(Role.OPERATOR, Scope.EVERYTHING));
        PersonRow row =
                new PersonRow(
                        id,
                        true,
                        grants,
                        Means.NONE.withPassword(phc),
                        trail.now(),
                        Optional.empty());
        var event =
                trail.done(
                        "system",
                        "user.create",
                        id,
                        "by",
                        "bootstrap",
                        "grants",
                        Accounts.text(grants),
                        "address",
                        caller.address());
        return rows.find(id).isEmpty()
                ? rows.create(row, event)
                : rows.change(id, OptionalLong.empty(), _ -> new PersonRows.Step(row, event));
    }

    private static void forget(Offer used) {
        try {
            Files.deleteIfExists(used.file());
        } catch (IOException _) {
            // what it says opens nothing any more
        }
    }
}
