package io.lapwing.crypto.openssl;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.lapwing.crypto.Fault;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/// The functions of libcrypto.so.3 that AES needs (`openssl/evp.h`, `openssl/crypto.h`).
///
/// Those that compute on at most a few hundred octets are called without a change of thread state.
final class Libcrypto {
    /// The name under which every OpenSSL 3 is installed on Linux.
    static final String LIBRARY = "libcrypto.so.3";

    /// `OPENSSL_VERSION` of `openssl/crypto.h`.
    private static final int OPENSSL_VERSION = 0;

    /// Longest version text that is read.
    private static final int VERSION_TEXT_BYTES = 256;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup SYMBOLS = SymbolLookup.libraryLookup(LIBRARY, Arena.global());
    private static final Linker.Option SHORT = Linker.Option.critical(false);

    private static final MethodHandle VERSION =
            find("OpenSSL_version", FunctionDescriptor.of(ADDRESS, JAVA_INT));
    private static final MethodHandle FETCH =
            find("EVP_CIPHER_fetch", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    private static final MethodHandle CONTEXT_NEW =
            find("EVP_CIPHER_CTX_new", FunctionDescriptor.of(ADDRESS));
    private static final MethodHandle CONTEXT_FREE =
            find("EVP_CIPHER_CTX_free", FunctionDescriptor.ofVoid(ADDRESS));
    private static final MethodHandle CONTEXT_RESET =
            find("EVP_CIPHER_CTX_reset", FunctionDescriptor.of(JAVA_INT, ADDRESS), SHORT);
    private static final MethodHandle SET_PADDING =
            find(
                    "EVP_CIPHER_CTX_set_padding",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
                    SHORT);
    private static final MethodHandle INIT =
            find(
                    "EVP_CipherInit_ex2",
                    FunctionDescriptor.of(
                            JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT, ADDRESS),
                    SHORT);
    private static final MethodHandle UPDATE =
            find(
                    "EVP_CipherUpdate",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT),
                    SHORT);

    private Libcrypto() {}

    /// For instance `OpenSSL 3.0.19 27 Jan 2026`.
    static String version() {
        try {
            MemorySegment text = (MemorySegment) VERSION.invokeExact(OPENSSL_VERSION);
            return text.reinterpret(VERSION_TEXT_BYTES).getString(0);
        } catch (Throwable failure) {
            throw broken("OpenSSL_version", failure);
        }
    }

    /// The cipher of this name: it lives as long as the process.
    static MemorySegment fetch(String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment cipher =
                    (MemorySegment)
                            FETCH.invokeExact(
                                    MemorySegment.NULL,
                                    arena.allocateFrom(name),
                                    MemorySegment.NULL);
            return present("EVP_CIPHER_fetch of " + name, cipher);
        } catch (Throwable failure) {
            throw broken("EVP_CIPHER_fetch", failure);
        }
    }

    static MemorySegment newContext() {
        try {
            return present("EVP_CIPHER_CTX_new", (MemorySegment) CONTEXT_NEW.invokeExact());
        } catch (Throwable failure) {
            throw broken("EVP_CIPHER_CTX_new", failure);
        }
    }

    static void freeContext(MemorySegment context) {
        try {
            CONTEXT_FREE.invokeExact(context);
        } catch (Throwable failure) {
            throw broken("EVP_CIPHER_CTX_free", failure);
        }
    }

    /// Wipes the key schedule and the chaining state of a context.
    static void reset(MemorySegment context) {
        try {
            require("EVP_CIPHER_CTX_reset", (int) CONTEXT_RESET.invokeExact(context));
        } catch (Throwable failure) {
            throw broken("EVP_CIPHER_CTX_reset", failure);
        }
    }

    /// Begins with this cipher and key; a mode that has an initial value takes `iv`, its own default when that is NULL.
    static void init(
            MemorySegment context,
            MemorySegment cipher,
            MemorySegment key,
            MemorySegment iv,
            boolean encrypt) {
        try {
            require(
                    "EVP_CipherInit_ex2",
                    (int)
                            INIT.invokeExact(
                                    context, cipher, key, iv, encrypt ? 1 : 0, MemorySegment.NULL));
        } catch (Throwable failure) {
            throw broken("EVP_CipherInit_ex2", failure);
        }
    }

    /// Without padding each block that goes in to be decrypted comes out at once, as one to be encrypted always does.
    static void withoutPadding(MemorySegment context) {
        try {
            require("EVP_CIPHER_CTX_set_padding", (int) SET_PADDING.invokeExact(context, 0));
        } catch (Throwable failure) {
            throw broken("EVP_CIPHER_CTX_set_padding", failure);
        }
    }

    /// Computes `in` to `out`; the length that came out goes to `outLength`, an int.
    static void update(
            MemorySegment context,
            MemorySegment out,
            MemorySegment outLength,
            MemorySegment in,
            int inLength) {
        try {
            require(
                    "EVP_CipherUpdate",
                    (int) UPDATE.invokeExact(context, out, outLength, in, inLength));
        } catch (Throwable failure) {
            throw broken("EVP_CipherUpdate", failure);
        }
    }

    private static MethodHandle find(
            String name, FunctionDescriptor shape, Linker.Option... options) {
        return LINKER.downcallHandle(SYMBOLS.findOrThrow(name), shape, options);
    }

    private static MemorySegment present(String call, MemorySegment result) {
        require(call, result.address() == 0 ? 0 : 1);
        return result;
    }

    private static void require(String call, int result) {
        if (result != 1) {
            throw new Fault(Fault.Kind.INTERNAL, LIBRARY + ": " + call + " failed");
        }
    }

    private static Fault broken(String call, Throwable failure) {
        return failure instanceof Fault fault
                ? fault
                : new Fault(Fault.Kind.INTERNAL, call + " could not be called", failure);
    }
}
