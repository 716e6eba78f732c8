package io.lapwing.vault.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.lapwing.crypto.Fault;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The functions of a module, by their place in `CK_FUNCTION_LIST` (§3.6, pkcs11f.h 2.40): arguments as in §5, result a
/// `CK_RV`. Each blocks its carrier thread while it runs.
final class Functions {
    private final MethodHandle initialize;
    private final MethodHandle finalizeModule;
    private final MethodHandle getSlotList;
    private final MethodHandle getTokenInfo;
    private final MethodHandle initToken;
    private final MethodHandle initPin;
    private final MethodHandle openSession;
    private final MethodHandle closeSession;
    private final MethodHandle getSessionInfo;
    private final MethodHandle login;
    private final MethodHandle createObject;
    private final MethodHandle copyObject;
    private final MethodHandle destroyObject;
    private final MethodHandle getAttributeValue;
    private final MethodHandle setAttributeValue;
    private final MethodHandle findObjectsInit;
    private final MethodHandle findObjects;
    private final MethodHandle findObjectsFinal;
    private final MethodHandle decryptInit;
    private final MethodHandle decrypt;
    private final MethodHandle encryptInit;
    private final MethodHandle signInit;
    private final MethodHandle sign;
    private final MethodHandle generateKey;
    private final MethodHandle generateKeyPair;
    private final MethodHandle wrapKey;
    private final MethodHandle unwrapKey;
    private final MethodHandle deriveKey;

    private final MemorySegment list;

    /// @param list a `CK_FUNCTION_LIST`: a version in 8 octets with its padding, then 68 pointers
    Functions(MemorySegment list) {
        this.list = list.reinterpret(8 + 68 * 8);
        initialize = function(0, ADDRESS);
        finalizeModule = function(1, ADDRESS);
        getSlotList = function(4, JAVA_BYTE, ADDRESS, ADDRESS);
        getTokenInfo = function(6, JAVA_LONG, ADDRESS);
        initToken = function(9, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS);
        initPin = function(10, JAVA_LONG, ADDRESS, JAVA_LONG);
        openSession = function(12, JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS);
        closeSession = function(13, JAVA_LONG);
        getSessionInfo = function(15, JAVA_LONG, ADDRESS);
        login = function(18, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG);
        createObject = function(20, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS);
        copyObject = function(21, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS);
        destroyObject = function(22, JAVA_LONG, JAVA_LONG);
        getAttributeValue = function(24, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG);
        setAttributeValue = function(25, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG);
        findObjectsInit = function(26, JAVA_LONG, ADDRESS, JAVA_LONG);
        findObjects = function(27, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS);
        findObjectsFinal = function(28, JAVA_LONG);
        decryptInit = function(33, JAVA_LONG, ADDRESS, JAVA_LONG);
        decrypt = function(34, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
        encryptInit = function(29, JAVA_LONG, ADDRESS, JAVA_LONG);
        signInit = function(42, JAVA_LONG, ADDRESS, JAVA_LONG);
        sign = function(43, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
        generateKey = function(58, JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
        generateKeyPair =
                function(
                        59, JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS,
                        ADDRESS);
        wrapKey = function(60, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS);
        unwrapKey =
                function(
                        61, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG,
                        ADDRESS);
        deriveKey = function(62, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS);
    }

    private MethodHandle function(int place, MemoryLayout... arguments) {
        return Linker.nativeLinker()
                .downcallHandle(
                        list.get(ADDRESS, 8 + 8L * place),
                        FunctionDescriptor.of(JAVA_LONG, arguments));
    }

    long initialize(MemorySegment arguments) {
        try {
            return (long) initialize.invokeExact(arguments);
        } catch (Throwable e) {
            throw defect("C_Initialize", e);
        }
    }

    long finalizeModule(MemorySegment reserved) {
        try {
            return (long) finalizeModule.invokeExact(reserved);
        } catch (Throwable e) {
            throw defect("C_Finalize", e);
        }
    }

    long getSlotList(byte tokenPresent, MemorySegment slots, MemorySegment count) {
        try {
            return (long) getSlotList.invokeExact(tokenPresent, slots, count);
        } catch (Throwable e) {
            throw defect("C_GetSlotList", e);
        }
    }

    long getTokenInfo(long slot, MemorySegment info) {
        try {
            return (long) getTokenInfo.invokeExact(slot, info);
        } catch (Throwable e) {
            throw defect("C_GetTokenInfo", e);
        }
    }

    long initToken(long slot, MemorySegment pin, long pinLength, MemorySegment label) {
        try {
            return (long) initToken.invokeExact(slot, pin, pinLength, label);
        } catch (Throwable e) {
            throw defect("C_InitToken", e);
        }
    }

    long initPin(long session, MemorySegment pin, long pinLength) {
        try {
            return (long) initPin.invokeExact(session, pin, pinLength);
        } catch (Throwable e) {
            throw defect("C_InitPIN", e);
        }
    }

    long openSession(
            long slot,
            long flags,
            MemorySegment application,
            MemorySegment notify,
            MemorySegment session) {
        try {
            return (long) openSession.invokeExact(slot, flags, application, notify, session);
        } catch (Throwable e) {
            throw defect("C_OpenSession", e);
        }
    }

    long closeSession(long session) {
        try {
            return (long) closeSession.invokeExact(session);
        } catch (Throwable e) {
            throw defect("C_CloseSession", e);
        }
    }

    long getSessionInfo(long session, MemorySegment info) {
        try {
            return (long) getSessionInfo.invokeExact(session, info);
        } catch (Throwable e) {
            throw defect("C_GetSessionInfo", e);
        }
    }

    long login(long session, long user, MemorySegment pin, long pinLength) {
        try {
            return (long) login.invokeExact(session, user, pin, pinLength);
        } catch (Throwable e) {
            throw defect("C_Login", e);
        }
    }

    long createObject(long session, MemorySegment template, long count, MemorySegment object) {
        try {
            return (long) createObject.invokeExact(session, template, count, object);
        } catch (Throwable e) {
            throw defect("C_CreateObject", e);
        }
    }

    long copyObject(
            long session, long object, MemorySegment template, long count, MemorySegment copy) {
        try {
            return (long) copyObject.invokeExact(session, object, template, count, copy);
        } catch (Throwable e) {
            throw defect("C_CopyObject", e);
        }
    }

    long destroyObject(long session, long object) {
        try {
            return (long) destroyObject.invokeExact(session, object);
        } catch (Throwable e) {
            throw defect("C_DestroyObject", e);
        }
    }

    long getAttributeValue(long session, long object, MemorySegment template, long count) {
        try {
            return (long) getAttributeValue.invokeExact(session, object, template, count);
        } catch (Throwable e) {
            throw defect("C_GetAttributeValue", e);
        }
    }

    long setAttributeValue(long session, long object, MemorySegment template, long count) {
        try {
            return (long) setAttributeValue.invokeExact(session, object, template, count);
        } catch (Throwable e) {
            throw defect("C_SetAttributeValue", e);
        }
    }

    long findObjectsInit(long session, MemorySegment template, long count) {
        try {
            return (long) findObjectsInit.invokeExact(session, template, count);
        } catch (Throwable e) {
            throw defect("C_FindObjectsInit", e);
        }
    }

    long findObjects(long session, MemorySegment objects, long max, MemorySegment count) {
        try {
            return (long) findObjects.invokeExact(session, objects, max, count);
        } catch (Throwable e) {
            throw defect("C_FindObjects", e);
        }
    }

    long findObjectsFinal(long session) {
        try {
            return (long) findObjectsFinal.invokeExact(session);
        } catch (Throwable e) {
            throw defect("C_FindObjectsFinal", e);
        }
    }

    long decryptInit(long session, MemorySegment mechanism, long key) {
        try {
            return (long) decryptInit.invokeExact(session, mechanism, key);
        } catch (Throwable e) {
            throw defect("C_DecryptInit", e);
        }
    }

    long decrypt(
            long session,
            MemorySegment in,
            long inLength,
            MemorySegment out,
            MemorySegment outLength) {
        try {
            return (long) decrypt.invokeExact(session, in, inLength, out, outLength);
        } catch (Throwable e) {
            throw defect("C_Decrypt", e);
        }
    }

    long encryptInit(long session, MemorySegment mechanism, long key) {
        try {
            return (long) encryptInit.invokeExact(session, mechanism, key);
        } catch (Throwable e) {
            throw defect("C_EncryptInit", e);
        }
    }

    long signInit(long session, MemorySegment mechanism, long key) {
        try {
            return (long) signInit.invokeExact(session, mechanism, key);
        } catch (Throwable e) {
            throw defect("C_SignInit", e);
        }
    }

    long sign(
            long session,
            MemorySegment in,
            long inLength,
            MemorySegment out,
            MemorySegment outLength) {
        try {
            return (long) sign.invokeExact(session, in, inLength, out, outLength);
        } catch (Throwable e) {
            throw defect("C_Sign", e);
        }
    }

    long generateKey(
            long session,
            MemorySegment mechanism,
            MemorySegment template,
            long count,
            MemorySegment key) {
        try {
            return (long) generateKey.invokeExact(session, mechanism, template, count, key);
        } catch (Throwable e) {
            throw defect("C_GenerateKey", e);
        }
    }

    long generateKeyPair(
            long session,
            MemorySegment mechanism,
            MemorySegment publicTemplate,
            long publicCount,
            MemorySegment privateTemplate,
            long privateCount,
            MemorySegment publicKey,
            MemorySegment privateKey) {
        try {
            return (long)
                    generateKeyPair.invokeExact(
                            session,
                            mechanism,
                            publicTemplate,
                            publicCount,
                            privateTemplate,
                            privateCount,
                            publicKey,
                            privateKey);
        } catch (Throwable e) {
            throw defect("C_GenerateKeyPair", e);
        }
    }

    long wrapKey(
            long session,
            MemorySegment mechanism,
            long wrappingKey,
            long key,
            MemorySegment out,
            MemorySegment outLength) {
        try {
            return (long) wrapKey.invokeExact(session, mechanism, wrappingKey, key, out, outLength);
        } catch (Throwable e) {
            throw defect("C_WrapKey", e);
        }
    }

    long unwrapKey(
            long session,
            MemorySegment mechanism,
            long unwrappingKey,
            MemorySegment in,
            long inLength,
            MemorySegment template,
            long count,
            MemorySegment key) {
        try {
            return (long)
                    unwrapKey.invokeExact(
                            session, mechanism, unwrappingKey, in, inLength, template, count, key);
        } catch (Throwable e) {
            throw defect("C_UnwrapKey", e);
        }
    }

    long deriveKey(
            long session,
            MemorySegment mechanism,
            long baseKey,
            MemorySegment template,
            long count,
            MemorySegment key) {
        try {
            return (long) deriveKey.invokeExact(session, mechanism, baseKey, template, count, key);
        } catch (Throwable e) {
            throw defect("C_DeriveKey", e);
        }
    }

    private static Fault defect(String function, Throwable cause) {
        return new Fault(Fault.Kind.INTERNAL, function + " could not be called: " + cause, cause);
    }
}
