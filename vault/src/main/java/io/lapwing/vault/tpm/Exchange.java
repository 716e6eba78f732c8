package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Sha256;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;

/// One command with its sessions on its way to the TPM and back (Part 1, "Session-based authorizations" and
/// "Session-based encryption"): parameters are encrypted, hashed and authenticated; the response's are verified, then
/// decrypted. Begins with new nonces, so it is good for one command, sent again unchanged where the TPM asks for that.
///
/// A salted session encrypts whatever can be. Where neither side's first parameter can be, and the session authorizes
/// nothing, it is an audit session, for one with no attribute at all is refused: it still authenticates both ways.
final class Exchange {
    private static final int KEY_BYTES = 16;

    private final Command command;
    private final List<Authorization> authorizations;
    private final Optional<Authorization.Under> cipher;

    Exchange(Command command, SecureRandom random) {
        this.command = command;
        this.authorizations = command.authorizations();
        sessions().forEach(under -> under.session().beginCommand(random));
        cipher = sessions().filter(under -> under.session().isSalted()).findFirst();
    }

    private Stream<Authorization.Under> sessions() {
        return authorizations.stream()
                .flatMap(authorization ->
                        switch (authorization) {
                            case Authorization.Password _ -> Stream.empty();
                            case Authorization.Under under -> Stream.of(under);
                        });
    }

    /// The command's octets (Part 1, "Command structure"). The caller wipes them.
    byte[] request() {
        byte[] parameters = command.parameters();
        if (encryptsCommand()) {
            encrypt(parameters);
        }
        try (Encoder body = new Encoder();
                Encoder whole = new Encoder()) {
            command.handles().forEach(entity -> body.u32(entity.handle()));
            if (!authorizations.isEmpty()) {
                authorize(body, cpHash(parameters));
            }
            byte[] rest = body.raw(parameters).toArray();
            byte[] request =
                    whole.u16(authorizations.isEmpty() ? Tcg.ST_NO_SESSIONS : Tcg.ST_SESSIONS)
                            .u32(ResponseFrame.HEADER_BYTES + rest.length)
                            .u32(command.code().code())
                            .raw(rest)
                            .toArray();
            Hmac.wipe(rest);
            return request;
        } finally {
            Hmac.wipe(parameters);
        }
    }

    private boolean encryptsCommand() {
        return cipher.isPresent() && command.code().encryptsCommand();
    }

    /// Part 1, "cpHash": of the command's code, the Names of its handles and its parameters as they are sent.
    private byte[] cpHash(byte[] parameters) {
        MessageDigest digest = Sha256.start();
        try (Encoder encoder = new Encoder()) {
            encoder.u32(command.code().code());
            command.handles().forEach(entity -> encoder.raw(entity.name()));
            digest.update(encoder.toArray());
        }
        return digest.digest(parameters);
    }

    /// The authorization area, behind its length (Part 2, TPMS_AUTH_COMMAND).
    private void authorize(Encoder body, byte[] cpHash) {
        try (Encoder area = new Encoder()) {
            for (int i = 0; i < authorizations.size(); i++) {
                switch (authorizations.get(i)) {
                    case Authorization.Password(AuthValue auth) -> password(area, auth);
                    case Authorization.Under under ->
                            underSession(area, under, cpHash, foreignNonce(i, under));
                }
            }
            byte[] octets = area.toArray();
            body.u32(octets.length).raw(octets);
            Hmac.wipe(octets);
        }
    }

    private static void password(Encoder area, AuthValue auth) {
        byte[] octets = auth.octets();
        area.u32(Tcg.RS_PW).u16(0).u8(Tcg.CONTINUE_SESSION).sized(octets);
        Hmac.wipe(octets);
    }

    private void underSession(
            Encoder area, Authorization.Under under, byte[] cpHash, Bytes foreignNonce) {
        Session session = under.session();
        int attributes = attributes(under);
        area.u32(session.handle()).sized(session.nonceCaller()).u8(attributes);
        if (!session.hasHmac()) {
            area.u16(0);
            return;
        }
        area.sized(
                hmac(
                        under,
                        cpHash,
                        session.nonceCaller(),
                        Bytes.concat(session.nonceTpm(), foreignNonce),
                        attributes));
    }

    /// The first session's HMAC covers the nonce of another one that encrypts, lest that be taken away (Part 1, "HMAC
    /// computation": nonceTPM_decrypt, nonceTPM_encrypt). One session does both here, so its nonce stands there once.
    private Bytes foreignNonce(int index, Authorization.Under under) {
        boolean ciphers = command.code().encryptsCommand() || command.code().encryptsResponse();
        return cipher.filter(other -> index == 0 && ciphers && !other.equals(under))
                .map(other -> other.session().nonceTpm())
                .orElse(Bytes.EMPTY);
    }

    private int attributes(Authorization.Under under) {
        int attributes = Tcg.CONTINUE_SESSION;
        if (cipher.filter(under::equals).isEmpty()) {
            return attributes;
        }
        if (command.code().encryptsCommand()) {
            attributes |= Tcg.SESSION_DECRYPT;
        }
        if (command.code().encryptsResponse()) {
            attributes |= Tcg.SESSION_ENCRYPT;
        }
        boolean idle = attributes == Tcg.CONTINUE_SESSION;
        return idle && !authorizes(under) ? attributes | Tcg.SESSION_AUDIT : attributes;
    }

    /// Whether it stands where a handle is authorized: those come first, and one more covers.
    private boolean authorizes(Authorization.Under under) {
        return authorizations.indexOf(under) < command.authorizedHandles();
    }

    private static byte[] hmac(
            Authorization.Under under, byte[] hash, Bytes newer, Bytes older, int attributes) {
        byte[] key = under.session().keyWith(under.auth());
        Mac mac = Hmac.start(key);
        Hmac.wipe(key);
        mac.update(hash);
        mac.update(newer.toArray());
        mac.update(older.toArray());
        mac.update((byte) attributes);
        return mac.doFinal();
    }

    /// @throws Fault for a code other than success; the sessions stay as they were (Part 1, "Response structure")
    void requireSuccess(byte[] response) {
        Decoder header = header(response);
        header.u16();
        header.u32();
        int code = header.u32();
        if (code != ResponseCode.SUCCESS) {
            throw ResponseCode.fault(command.code(), code);
        }
    }

    /// The handles and parameters of a response with success, verified and decrypted in place.
    ///
    /// @throws Fault `TAMPERED` for what does not verify
    Decoder open(byte[] response) {
        Decoder decoder = header(response);
        int tag = decoder.u16();
        int want = authorizations.isEmpty() ? Tcg.ST_NO_SESSIONS : Tcg.ST_SESSIONS;
        if (tag != want) {
            throw decoder.wrong("tag 0x%04X: want 0x%04X".formatted(tag, want));
        }
        decoder.u32();
        decoder.u32();
        return authorizations.isEmpty() ? decoder : verified(decoder, response);
    }

    private Decoder header(byte[] response) {
        return Decoder.ofResponse(command.code(), response, 0, response.length);
    }

    /// Part 1, "Response structure": handles, parameterSize, parameters, one TPMS_AUTH_RESPONSE a session.
    private Decoder verified(Decoder decoder, byte[] response) {
        int handleBytes = Integer.BYTES * command.code().responseHandles();
        Bytes handles = decoder.raw(handleBytes);
        int size = decoder.count(response.length);
        int start = response.length - decoder.remaining();
        Bytes parameters = decoder.raw(size);
        byte[] rpHash = rpHash(parameters);
        for (Authorization authorization : authorizations) {
            verify(decoder, authorization, rpHash);
        }
        decoder.finish();
        if (cipher.isPresent() && command.code().encryptsResponse()) {
            decrypt(response, start, start + size);
        }
        // The handles move to where parameterSize was, so that both are read in one go.
        byte[] moved = handles.toArray();
        System.arraycopy(moved, 0, response, start - handleBytes, handleBytes);
        return Decoder.ofResponse(command.code(), response, start - handleBytes, start + size);
    }

    /// Part 1, "rpHash": of the response's code, which is success, the command's code and the parameters as they came.
    private byte[] rpHash(Bytes parameters) {
        MessageDigest digest = Sha256.start();
        try (Encoder encoder = new Encoder()) {
            digest.update(encoder.u32(ResponseCode.SUCCESS).u32(command.code().code()).toArray());
        }
        return digest.digest(parameters.toArray());
    }

    private void verify(Decoder decoder, Authorization authorization, byte[] rpHash) {
        Bytes nonceTpm = decoder.sized();
        int attributes = decoder.u8();
        Bytes hmac = decoder.sized();
        switch (authorization) {
            case Authorization.Password _ -> {
                if (nonceTpm.length() + hmac.length() != 0) {
                    throw decoder.wrong("a password's answer has a nonce or an HMAC: want none");
                }
            }
            case Authorization.Under under -> {
                Session session = under.session();
                Bytes nonceCaller = session.nonceCaller();
                if (session.hasHmac()
                        && !MessageDigest.isEqual(
                                hmac.toArray(),
                                hmac(under, rpHash, nonceTpm, nonceCaller, attributes))) {
                    throw decoder.wrong("its HMAC is not of this session: want one that is");
                }
                session.endCommand(nonceTpm);
            }
        }
    }

    /// Part 1, "CFB mode parameter encryption": the first parameter's contents, not their length.
    private void encrypt(byte[] parameters) {
        Decoder first = Decoder.ofResponse(command.code(), parameters, 0, parameters.length);
        byte[] plain = first.sized().toArray();
        byte[] hidden = crypt(true, plain);
        System.arraycopy(hidden, 0, parameters, Short.BYTES, hidden.length);
        Hmac.wipe(plain);
    }

    private void decrypt(byte[] response, int start, int end) {
        byte[] hidden = Decoder.ofResponse(command.code(), response, start, end).sized().toArray();
        byte[] plain = crypt(false, hidden);
        System.arraycopy(plain, 0, response, start + Short.BYTES, plain.length);
        Hmac.wipe(plain);
    }

    private byte[] crypt(boolean toTpm, byte[] data) {
        Authorization.Under under = cipher.orElseThrow();
        Session session = under.session();
        byte[] caller = session.nonceCaller().toArray();
        byte[] tpm = session.nonceTpm().toArray();
        byte[] sessionValue = session.keyWith(under.auth());
        byte[] keyAndIv =
                Kdf.a(
                        sessionValue,
                        "CFB",
                        toTpm ? caller : tpm,
                        toTpm ? tpm : caller,
                        KEY_BYTES + Cfb.IV_BYTES);
        byte[] key = Arrays.copyOf(keyAndIv, KEY_BYTES);
        byte[] iv = Arrays.copyOfRange(keyAndIv, KEY_BYTES, keyAndIv.length);
        try {
            return toTpm ? Cfb.encrypt(key, iv, data) : Cfb.decrypt(key, iv, data);
        } finally {
            Hmac.wipe(sessionValue, keyAndIv, key);
        }
    }
}
