package io.lapwing.vault.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// One session with a token (§5.6), for one thread at a time. Its native buffers are allocated once, reused by every
/// call, and wiped when it is closed or has carried a secret.
final class TokenSession implements AutoCloseable {
    /// The longest input or output of one call: an RSA-4096 block, an anchor, a message to be authenticated.
    static final int BUFFER_BYTES = 4096;

    private static final int HANDLES_AT_ONCE = 64;

    private final Functions functions;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment in = arena.allocate(BUFFER_BYTES, 8);
    private final MemorySegment out = arena.allocate(BUFFER_BYTES, 8);
    private final MemorySegment outLength = arena.allocate(JAVA_LONG);
    private final MemorySegment handles = arena.allocate(JAVA_LONG, 2);
    private final MemorySegment attribute = arena.allocate(Template.ATTRIBUTE_BYTES, 8);

    // CK_KEY_DERIVATION_STRING_DATA (Mech. §2.15): pointer to the block and its length.
    private final MemorySegment derivation = arena.allocate(16, 8);
    private final MemorySegment ecbEncryptData =
            Mechanism.with(arena, Ck.CKM_AES_ECB_ENCRYPT_DATA, derivation);

    private final long session;
    private boolean lost;
    private long objectsMade;

    TokenSession(Functions functions, long slot) {
        this.functions = functions;
        derivation.set(ADDRESS, 0, in);
        long rv =
                functions.openSession(
                        slot,
                        Ck.CKF_SERIAL_SESSION | Ck.CKF_RW_SESSION,
                        MemorySegment.NULL,
                        MemorySegment.NULL,
                        handles);
        if (rv != Ck.CKR_OK) {
            arena.close();
            throw ReturnValue.fault("C_OpenSession", rv);
        }
        session = handles.get(JAVA_LONG, 0);
    }

    /// Whether a call has shown that the session, the login or the token is gone.
    boolean lost() {
        return lost;
    }

    /// Has the vault connect anew before this session's next user.
    void giveUp() {
        lost = true;
    }

    /// How many objects this session has made and destroyed since the last question.
    long takeObjectsMade() {
        long made = objectsMade;
        objectsMade = 0;
        return made;
    }

    private void check(String function, long rv) {
        if (rv != Ck.CKR_OK) {
            lost |= ReturnValue.isLoss(rv);
            throw ReturnValue.fault(function, rv);
        }
    }

    /// Logs the whole process in at this session's token (§5.6).
    ///
    /// @return the token's answer: the caller knows which refusals it must not repeat
    long login(long user, Secret pin) {
        return functions.login(session, user, pin.segment(), pin.length());
    }

    void initPin(Secret pin) {
        check("C_InitPIN", functions.initPin(session, pin.segment(), pin.length()));
    }

    /// Whether the session still answers.
    boolean answers() {
        // CK_SESSION_INFO (§3.3): slot, state, flags, device error.
        boolean answers = functions.getSessionInfo(session, out) == Ck.CKR_OK;
        lost |= !answers;
        return answers;
    }

    long create(Template template) {
        check(
                "C_CreateObject",
                functions.createObject(session, template.attributes(), template.count(), handles));
        return made();
    }

    long copy(long object, Template template) {
        check(
                "C_CopyObject",
                functions.copyObject(
                        session, object, template.attributes(), template.count(), handles));
        return made();
    }

    void destroy(long object) {
        check("C_DestroyObject", functions.destroyObject(session, object));
    }

    /// Destroys an object that this session made; where that fails, the session must not be used again.
    void discard(long object) {
        lost |= functions.destroyObject(session, object) != Ck.CKR_OK;
    }

    long generate(Template template) {
        check(
                "C_GenerateKey",
                functions.generateKey(
                        session,
                        Mechanism.AES_KEY_GEN,
                        template.attributes(),
                        template.count(),
                        handles));
        return made();
    }

    void generatePair(MemorySegment mechanism, Template publicHalf, Template privateHalf) {
        check(
                "C_GenerateKeyPair",
                functions.generateKeyPair(
                        session,
                        mechanism,
                        publicHalf.attributes(),
                        publicHalf.count(),
                        privateHalf.attributes(),
                        privateHalf.count(),
                        handles,
                        handles.asSlice(8)));
    }

    List<Long> find(Template template) {
        check(
                "C_FindObjectsInit",
                functions.findObjectsInit(session, template.attributes(), template.count()));
        List<Long> found = new ArrayList<>();
        try {
            while (true) {
                check(
                        "C_FindObjects",
                        functions.findObjects(session, out, HANDLES_AT_ONCE, outLength));
                long count = outLength.get(JAVA_LONG, 0);
                if (count == 0) {
                    return found;
                }
                for (int i = 0; i < count; i++) {
                    found.add(out.getAtIndex(JAVA_LONG, i));
                }
            }
        } finally {
            check("C_FindObjectsFinal", functions.findObjectsFinal(session));
        }
    }

    Bytes attribute(long object, long type) {
        attribute.set(JAVA_LONG, 0, type);
        attribute.set(ADDRESS, 8, out);
        attribute.set(JAVA_LONG, 16, BUFFER_BYTES);
        check("C_GetAttributeValue", functions.getAttributeValue(session, object, attribute, 1));
        return output(attribute.get(JAVA_LONG, 16));
    }

    /// Changes what an object says of itself.
    void set(long object, Template template) {
        check(
                "C_SetAttributeValue",
                functions.setAttributeValue(
                        session, object, template.attributes(), template.count()));
    }

    boolean flag(long object, long type) {
        Bytes value = attribute(object, type);
        return value.length() == 1 && value.at(0) != 0;
    }

    Bytes wrap(long wrappingKey, long key) {
        outLength.set(JAVA_LONG, 0, BUFFER_BYTES);
        check(
                "C_WrapKey",
                functions.wrapKey(
                        session, Mechanism.AES_KEY_WRAP, wrappingKey, key, out, outLength));
        return output(outLength.get(JAVA_LONG, 0));
    }

    /// @throws Fault `TAMPERED` when the token refuses the ciphertext and still answers
    long unwrap(long wrappingKey, Bytes ciphertext, Template template) {
        long rv = tryUnwrap(wrappingKey, ciphertext, template);
        if (ReturnValue.mayBeTampering(rv) && answers()) {
            throw new Fault(
                    Fault.Kind.TAMPERED,
                    "wrapped key does not open: it is not what this vault wrapped");
        }
        check("C_UnwrapKey", rv);
        return made();
    }

    /// Asks the token to unwrap.
    ///
    /// @return the token's answer; the key, if there is one, is the last handle made
    long tryUnwrap(long wrappingKey, Bytes ciphertext, Template template) {
        input(ciphertext);
        return functions.unwrapKey(
                session,
                Mechanism.AES_KEY_WRAP,
                wrappingKey,
                in,
                ciphertext.length(),
                template.attributes(),
                template.count(),
                handles);
    }

    /// The key AES(key, block) as an object of the template.
    long derive(long key, Bytes block, Template template) {
        input(block);
        derivation.set(JAVA_LONG, 8, block.length());
        check(
                "C_DeriveKey",
                functions.deriveKey(
                        session,
                        ecbEncryptData,
                        key,
                        template.attributes(),
                        template.count(),
                        handles));
        return made();
    }

    Bytes sign(MemorySegment mechanism, long key, Bytes message) {
        check("C_SignInit", functions.signInit(session, mechanism, key));
        input(message);
        outLength.set(JAVA_LONG, 0, BUFFER_BYTES);
        check("C_Sign", functions.sign(session, in, message.length(), out, outLength));
        return output(outLength.get(JAVA_LONG, 0));
    }

    Bytes decrypt(MemorySegment mechanism, long key, Bytes ciphertext) {
        check("C_DecryptInit", functions.decryptInit(session, mechanism, key));
        input(ciphertext);
        outLength.set(JAVA_LONG, 0, BUFFER_BYTES);
        check("C_Decrypt", functions.decrypt(session, in, ciphertext.length(), out, outLength));
        return output(outLength.get(JAVA_LONG, 0));
    }

    /// Decrypts what nobody may see.
    ///
    /// @return null when the token refuses the mechanism or the ciphertext and still answers
    @org.jspecify.annotations.Nullable
    Secret decryptSecret(MemorySegment mechanism, long key, Bytes ciphertext) {
        long rv = functions.decryptInit(session, mechanism, key);
        if (rv == Ck.CKR_OK) {
            input(ciphertext);
            outLength.set(JAVA_LONG, 0, BUFFER_BYTES);
            rv = functions.decrypt(session, in, ciphertext.length(), out, outLength);
        }
        if (rv != Ck.CKR_OK) {
            if (!answers()) {
                check("C_Decrypt", rv);
            }
            return null;
        }
        long length = outLength.get(JAVA_LONG, 0);
        Secret plain = Secret.allocate((int) length);
        MemorySegment.copy(out, 0, plain.segment(), 0, length);
        out.asSlice(0, length).fill((byte) 0);
        return plain;
    }

    /// Whether the token begins an operation; one begun is ended by the next call of [#close].
    boolean wouldEncrypt(long key) {
        return functions.encryptInit(session, Mechanism.AES_ECB, key) == Ck.CKR_OK;
    }

    boolean wouldDecrypt(long key) {
        return functions.decryptInit(session, Mechanism.AES_ECB, key) == Ck.CKR_OK;
    }

    private long made() {
        objectsMade++;
        return handles.get(JAVA_LONG, 0);
    }

    private void input(Bytes octets) {
        if (octets.length() > BUFFER_BYTES) {
            throw Fault.badInput(
                    "input of " + octets.length() + " bytes: want at most " + BUFFER_BYTES);
        }
        MemorySegment.copy(octets.toArray(), 0, in, JAVA_BYTE, 0, octets.length());
    }

    private Bytes output(long length) {
        byte[] octets = new byte[(int) length];
        MemorySegment.copy(out, JAVA_BYTE, 0, octets, 0, octets.length);
        return Bytes.of(octets);
    }

    /// Ends the session, and with it every session object made in it (§4).
    @Override
    public void close() {
        long _ = functions.closeSession(session);
        in.fill((byte) 0);
        out.fill((byte) 0);
        arena.close();
    }
}
