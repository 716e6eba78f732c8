package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.EuiPrefix;
import io.lapwing.service.SecretReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What an operator can decide of an instance: the file `lapwing.toml`. Every key has a default, so that an empty file, or
/// none, is a whole configuration.
///
/// @param instance names the audit log of this process among those that share a store: 1 to 64 of a-z, 0-9, . and -
record PlatformConfig(
        String instance,
        Listen listen,
        StoreConfig store,
        VaultConfig vault,
        JoinServerConfig joinServer,
        ConsoleConfig console,
        EventsConfig.Webhooks webhooks,
        EventsConfig.Mqtt mqtt,
        CentralConfig central,
        AlarmsConfig alarms,
        LogConfig log) {
    static PlatformConfig defaults() {
        return new PlatformConfig(
                "main",
                Listen.defaults(),
                StoreConfig.defaults(),
                VaultConfig.defaults(),
                JoinServerConfig.defaults(),
                ConsoleConfig.defaults(),
                EventsConfig.Webhooks.defaults(),
                EventsConfig.Mqtt.defaults(),
                CentralConfig.defaults(),
                AlarmsConfig.defaults(),
                LogConfig.defaults());
    }

    /// Where the platform listens.
    ///
    /// @param address an address of this machine and a port, 0 for a free one
    /// @param names the DNS names and IP addresses by which clients reach it, for its certificate
    /// @param tls12 whether TLS 1.2 is spoken too, for old network servers
    /// @param peerAuthorities files (PEM) of the authorities of peers that bring certificates of their own, by which answers
    ///     are posted to them too
    record Listen(
            InetSocketAddress address,
            List<String> names,
            boolean tls12,
            List<Path> peerAuthorities) {
        static Listen defaults() {
            return new Listen(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 8443),
                    List.of("localhost", "127.0.0.1"),
                    false,
                    List.of());
        }

        Listen {
            names = List.copyOf(names);
            peerAuthorities = List.copyOf(peerAuthorities);
            if (names.isEmpty()) {
                throw Fault.badInput("listen.names: want at least one name");
            }
        }
    }

    /// The engines there are.
    enum StoreEngine {
        EMBEDDED,
        POSTGRES
    }

    /// Where the rows are kept.
    ///
    /// @param url of PostgreSQL: `jdbc:postgresql://host:port/database`
    record StoreConfig(
            StoreEngine engine,
            Optional<URI> url,
            Optional<String> user,
            Optional<SecretReference> password) {
        static StoreConfig defaults() {
            return new StoreConfig(
                    StoreEngine.EMBEDDED, Optional.empty(), Optional.empty(), Optional.empty());
        }

        StoreConfig {
            boolean whole = url.isPresent() && user.isPresent() && password.isPresent();
            if (engine == StoreEngine.POSTGRES && !whole) {
                throw Fault.badInput("store engine postgres: want url, user and password too");
            }
        }
    }

    /// The adapters there are.
    enum VaultAdapter {
        MEMORY,
        PKCS11
    }

    /// Where root keys live.
    ///
    /// @param keyFile what seals a memory vault; the file `key` in the vault's folder by default
    /// @param passphrase seals a memory vault instead of a key file
    /// @param module the PKCS#11 module; SoftHSM2's by default
    /// @param token the token's label; by default a token of SoftHSM2 in the vault's folder, made at the first start
    /// @param pin the token's user PIN
    /// @param rotationSecret a file of 64 hexadecimal digits that opens older wrapping keys of a token: needed to make its
    ///     vault and to rotate, and better kept away at all other times
    record VaultConfig(
            VaultAdapter adapter,
            Optional<Path> keyFile,
            Optional<SecretReference> passphrase,
            Optional<Path> module,
            Optional<String> token,
            Optional<SecretReference> pin,
            Optional<Path> rotationSecret) {
        static VaultConfig defaults() {
            return of(VaultAdapter.MEMORY);
        }

        static VaultConfig of(VaultAdapter adapter) {
            return new VaultConfig(
                    adapter,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        VaultConfig {
            if (keyFile.isPresent() && passphrase.isPresent()) {
                throw Fault.badInput("vault key-file and passphrase: want one of them");
            }
            if (token.isPresent() && (module.isEmpty() || pin.isEmpty())) {
                throw Fault.badInput("vault token: want module and pin too");
            }
        }
    }

    /// What the Join Server answers for.
    ///
    /// @param joinEuis the prefixes of the JoinEUIs it serves: `70B3D57ED0000000/40`. All by default: each peer has
    ///     prefixes of its own
    /// @param sessionLifetime the `Lifetime` it tells, none by default
    record JoinServerConfig(List<String> joinEuis, Optional<Duration> sessionLifetime) {
        static JoinServerConfig defaults() {
            return new JoinServerConfig(List.of("0000000000000000/0"), Optional.empty());
        }

        JoinServerConfig {
            joinEuis = List.copyOf(joinEuis);
            joinEuis.forEach(EuiPrefix::parse);
        }

        List<EuiPrefix> prefixes() {
            return joinEuis.stream().map(EuiPrefix::parse).toList();
        }
    }

    /// Where people and machines find the console and the API. The certificate is the one of [Listen].
    ///
    /// @param address an address of this machine and a port, 0 for a free one
    /// @param openid where users may sign in; at no provider by default
    record ConsoleConfig(InetSocketAddress address, Optional<OpenIdConfig> openid) {
        static ConsoleConfig defaults() {
            return at(8444);
        }

        private static ConsoleConfig at(int port) {
            return new ConsoleConfig(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                    Optional.empty());
        }

        ConsoleConfig onLoopback() {
            return at(0);
        }
    }

    /// The forms of a log line.
    enum LogFormat {
        TEXT,
        JSON
    }

    /// How log lines are written to standard error.
    record LogConfig(LogFormat format, System.Logger.Level level) {
        static LogConfig defaults() {
            return new LogConfig(LogFormat.TEXT, System.Logger.Level.INFO);
        }
    }

    /// The same on a free port of the loopback interface, with this store and this vault: for demos and benches.
    PlatformConfig onLoopback(StoreConfig newStore, VaultConfig newVault) {
        Listen loopback =
                new Listen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        listen.names(),
                        listen.tls12(),
                        listen.peerAuthorities());
        return new PlatformConfig(
                instance,
                loopback,
                newStore,
                newVault,
                joinServer,
                console.onLoopback(),
                webhooks,
                EventsConfig.Mqtt.defaults(),
                CentralConfig.defaults(),
                AlarmsConfig.onLoopback(),
                log);
    }

    /// The same with this Central Entity.
    PlatformConfig with(CentralConfig newCentral) {
        return new PlatformConfig(
                instance,
                listen,
                store,
                vault,
                joinServer,
                console,
                webhooks,
                mqtt,
                newCentral,
                alarms,
                log);
    }
}
