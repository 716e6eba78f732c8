package io.lapwing.vault.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A PKCS#11 module loaded into this process. The shared library stays loaded until the process ends.
final class TokenModule {
    /// How a token is known (§3.2).
    record TokenInfo(long slot, String label, String manufacturer, String model, long flags) {}

    private static final long TOKEN_INFO_BYTES = 208;
    private static final long LABEL_BYTES = 32;

    private final Functions functions;
    private final Optional<Path> softHsmConf;
    private boolean ours;

    /// @param softHsmConf the file that SoftHSM reads at each initialisation, for that module only
    TokenModule(Path library, Optional<Path> softHsmConf) {
        if (!Files.isReadable(library)) {
            throw new Fault(
                    Fault.Kind.NOT_FOUND,
                    "PKCS#11 module "
                            + library
                            + " is not there: install it (SoftHSM2: apt package softhsm2) or correct the path");
        }
        this.softHsmConf = softHsmConf;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pointer = arena.allocate(ADDRESS);
            MemorySegment symbol =
                    SymbolLookup.libraryLookup(library, Arena.global())
                            .find("C_GetFunctionList")
                            .orElseThrow(() ->
                                    Fault.badInput(
                                            library
                                                    + " has no C_GetFunctionList: want a PKCS#11 module"));
            MethodHandle getFunctionList =
                    Linker.nativeLinker()
                            .downcallHandle(symbol, FunctionDescriptor.of(JAVA_LONG, ADDRESS));
            ReturnValue.check("C_GetFunctionList", (long) getFunctionList.invokeExact(pointer));
            functions = new Functions(pointer.get(ADDRESS, 0));
        } catch (Fault e) {
            throw e;
        } catch (Throwable e) {
            throw Fault.badInput("PKCS#11 module " + library + " does not load: " + e);
        }
    }

    Functions functions() {
        return functions;
    }

    /// Makes the module ready for use by many threads (§5.4).
    void initialise() {
        softHsmConf.ifPresent(TokenModule::setSoftHsmConf);
        try (Arena arena = Arena.ofConfined()) {
            // CK_C_INITIALIZE_ARGS (§3.7): four mutex functions, flags, reserved.
            MemorySegment arguments = arena.allocate(48, 8);
            arguments.set(JAVA_LONG, 32, Ck.CKF_OS_LOCKING_OK);
            long rv = functions.initialize(arguments);
            ours = rv == Ck.CKR_OK;
            if (rv != Ck.CKR_CRYPTOKI_ALREADY_INITIALIZED) {
                ReturnValue.check("C_Initialize", rv);
            }
        }
    }

    /// Ends the module, if this object began it: all sessions and session objects are gone (§5.4).
    void end() {
        if (ours) {
            ours = false;
            long _ = functions.finalizeModule(MemorySegment.NULL);
        }
    }

    /// All tokens that are present.
    List<TokenInfo> tokens() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(JAVA_LONG);
            ReturnValue.check(
                    "C_GetSlotList", functions.getSlotList((byte) 1, MemorySegment.NULL, count));
            MemorySegment slots = arena.allocate(JAVA_LONG, Math.max(1, count.get(JAVA_LONG, 0)));
            ReturnValue.check("C_GetSlotList", functions.getSlotList((byte) 1, slots, count));
            List<TokenInfo> tokens = new ArrayList<>();
            MemorySegment info = arena.allocate(TOKEN_INFO_BYTES, 8);
            for (int i = 0; i < count.get(JAVA_LONG, 0); i++) {
                long slot = slots.getAtIndex(JAVA_LONG, i);
                if (functions.getTokenInfo(slot, info) == Ck.CKR_OK) {
                    tokens.add(tokenInfo(slot, info));
                }
            }
            return tokens;
        }
    }

    private static TokenInfo tokenInfo(long slot, MemorySegment info) {
        return new TokenInfo(
                slot,
                text(info, 0, 32),
                text(info, 32, 32),
                text(info, 64, 16),
                info.get(JAVA_LONG, 96));
    }

    private static String text(MemorySegment info, long at, long length) {
        byte[] octets = info.asSlice(at, length).toArray(JAVA_BYTE);
        return new String(octets, StandardCharsets.UTF_8).strip();
    }

    /// The one initialised token of this label.
    ///
    /// @throws Fault `UNAVAILABLE` when there is none now, `CONFLICT` when there are several
    TokenInfo token(String label) {
        List<TokenInfo> tokens =
                tokens().stream()
                        .filter(t -> (t.flags() & Ck.CKF_TOKEN_INITIALIZED) != 0)
                        .filter(t -> t.label().equals(label))
                        .toList();
        if (tokens.size() > 1) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    tokens.size() + " tokens have the label " + label + ": want one");
        }
        if (tokens.isEmpty()) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "no token has the label "
                            + label
                            + ": insert it, correct the label, or, where SoftHSM's token.object is empty, bring that file back");
        }
        return tokens.getFirst();
    }

    /// Initialises the token in a slot and gives its user a PIN (§5.5, §5.6).
    void initToken(long slot, String label, Secret soPin, Secret userPin) {
        try (Arena arena = Arena.ofConfined()) {
            byte[] name = label.getBytes(StandardCharsets.UTF_8);
            MemorySegment padded = arena.allocate(LABEL_BYTES);
            padded.fill((byte) ' ');
            MemorySegment.copy(name, 0, padded, JAVA_BYTE, 0, name.length);
            ReturnValue.check(
                    "C_InitToken",
                    functions.initToken(slot, soPin.segment(), soPin.length(), padded));
        }
        long fresh = token(label).slot();
        try (TokenSession session = new TokenSession(functions, fresh)) {
            ReturnValue.check("C_Login", session.login(Ck.CKU_SO, soPin));
            session.initPin(userPin);
        }
    }

    private static void setSoftHsmConf(Path file) {
        Linker linker = Linker.nativeLinker();
        MemorySegment symbol = linker.defaultLookup().findOrThrow("setenv");
        MethodHandle setenv =
                linker.downcallHandle(
                        symbol, FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            int result =
                    (int)
                            setenv.invokeExact(
                                    arena.allocateFrom("SOFTHSM2_CONF"),
                                    arena.allocateFrom(file.toAbsolutePath().toString()),
                                    1);
            if (result != 0) {
                throw new Fault(Fault.Kind.INTERNAL, "setenv SOFTHSM2_CONF failed");
            }
        } catch (Fault e) {
            throw e;
        } catch (Throwable e) {
            throw new Fault(Fault.Kind.INTERNAL, "setenv could not be called: " + e, e);
        }
    }
}
