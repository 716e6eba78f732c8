package io.lapwing.service;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// One certificate with its key, shown whenever its kind of key is asked for.
///
/// The JDK's own key managers take the key out of a key store at each handshake, which derives a key from a password some
/// ten thousand times over: more work than the handshake itself.
final class OneKey extends X509ExtendedKeyManager {
    private static final String ALIAS = "own";

    private final Credentials credentials;
    private final String keyType;

    OneKey(Credentials credentials) {
        this.credentials = credentials;
        keyType = credentials.certificate().getPublicKey().getAlgorithm();
    }

    private @Nullable String alias(@Nullable String wanted) {
        return keyType.equals(wanted) ? ALIAS : null;
    }

    private @Nullable String alias(String[] wanted) {
        return Arrays.asList(wanted).contains(keyType) ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias(keyTypes);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String wanted, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias(wanted);
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(keyTypes);
    }

    @Override
    public @Nullable String chooseServerAlias(
            String wanted, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(wanted);
    }

    @Override
    public String @Nullable [] getClientAliases(String wanted, Principal @Nullable [] issuers) {
        return aliases(wanted);
    }

    @Override
    public String @Nullable [] getServerAliases(String wanted, Principal @Nullable [] issuers) {
        return aliases(wanted);
    }

    private String @Nullable [] aliases(String wanted) {
        return keyType.equals(wanted) ? new String[] {ALIAS} : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return credentials.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return credentials.key();
    }
}
