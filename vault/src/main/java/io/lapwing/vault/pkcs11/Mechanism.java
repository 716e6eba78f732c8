package io.lapwing.vault.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A `CK_MECHANISM` (§3.5): mechanism, pointer to its parameter and the parameter's length, 8 octets each.
final class Mechanism {
    private static final long BYTES = 24;

    static final MemorySegment AES_KEY_GEN = plain(Ck.CKM_AES_KEY_GEN);
    static final MemorySegment AES_ECB = plain(Ck.CKM_AES_ECB);
    static final MemorySegment AES_CMAC = plain(Ck.CKM_AES_CMAC);
    static final MemorySegment AES_KEY_WRAP = plain(Ck.CKM_AES_KEY_WRAP);
    static final MemorySegment RSA_KEY_PAIR_GEN = plain(Ck.CKM_RSA_PKCS_KEY_PAIR_GEN);
    static final MemorySegment EC_KEY_PAIR_GEN = plain(Ck.CKM_EC_KEY_PAIR_GEN);
    static final MemorySegment ECDSA = plain(Ck.CKM_ECDSA);
    static final MemorySegment OAEP_SHA1 = oaep(Ck.CKM_SHA_1, Ck.CKG_MGF1_SHA1);
    static final MemorySegment OAEP_SHA256 = oaep(Ck.CKM_SHA256, Ck.CKG_MGF1_SHA256);

    private Mechanism() {}

    private static MemorySegment plain(long mechanism) {
        return with(Arena.global(), mechanism, MemorySegment.NULL);
    }

    static MemorySegment with(Arena arena, long mechanism, MemorySegment parameter) {
        MemorySegment struct = arena.allocate(BYTES, 8);
        struct.set(JAVA_LONG, 0, mechanism);
        struct.set(ADDRESS, 8, parameter);
        struct.set(JAVA_LONG, 16, parameter.byteSize());
        return struct;
    }

    /// `CK_RSA_PKCS_OAEP_PARAMS` (Mech. §2.1.8): hash, mask generation, source, pointer to source data and its length.
    private static MemorySegment oaep(long hash, long mask) {
        MemorySegment parameter = Arena.global().allocate(40, 8);
        parameter.set(JAVA_LONG, 0, hash);
        parameter.set(JAVA_LONG, 8, mask);
        parameter.set(JAVA_LONG, 16, Ck.CKZ_DATA_SPECIFIED);
        return with(Arena.global(), Ck.CKM_RSA_PKCS_OAEP, parameter);
    }
}
