package io.lapwing.platform;

import io.lapwing.joinserver.JoinDevices;
import io.lapwing.joinserver.JoinEvents;
import io.lapwing.joinserver.JoinServer;
import io.lapwing.joinserver.JoinServerSettings;
import io.lapwing.kms.Kms;
import io.lapwing.service.AnchorKeeper;
import io.lapwing.service.AnchorKeeper.StoreAnchor;
import io.lapwing.service.Pki;
import io.lapwing.service.Store;
import io.lapwing.service.jobs.Job;
import io.lapwing.service.jobs.Work;
import io.lapwing.service.people.OpenIdHttp;
import io.lapwing.service.people.OpenIdProvider;
import io.lapwing.service.people.OpenIdSignIn;
import io.lapwing.service.people.People;
import io.lapwing.service.people.PeopleConfig;
import io.lapwing.service.sql.PostgresAddress;
import io.lapwing.service.sql.StoreOptions;
import io.lapwing.service.sql.Stores;
import io.lapwing.vault.Anchor;
import io.lapwing.vault.Vault;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/// One instance, wired: vault, store, key management and Join Server over one data folder, which is locked while it is
/// open. [WebDoor] serves it; the administrators' commands work on it with or without one.
final class Platform implements AutoCloseable {
    private final DataFolder folder;
    private final PlatformConfig config;
    private final Deque<AutoCloseable> parts;
    private final Vault vault;
    private final Store store;
    private final AnchorKeeper anchors;
    private final Kms kms;
    private final Pki pki;
    private final InetSocketAddress consoleAddress;
    private final People people;
    private final Messengers messengers;
    private final Map<String, String> environment;
    private final ImportFiles imports;
    private final WishKinds wishKinds;
    private final WishJobs wishJobs;
    private final Optional<CentralHost> central;
    private final DeviceAlarms alarms;
    private final JoinMinutes joinMinutes = new JoinMinutes(InstantSource.system());

    private Platform(
            DataFolder folder,
            PlatformConfig config,
            Map<String, String> environment,
            Deque<AutoCloseable> parts,
            Vault vault,
            Store store,
            AnchorKeeper anchors) {
        this.folder = folder;
        this.config = config;
        this.environment = environment;
        this.parts = parts;
        this.vault = vault;
        this.store = store;
        this.anchors = anchors;
        kms = new Kms(store, vault, InstantSource.system(), System::nanoTime);
        kms.upgrade();
        alarms = new DeviceAlarms(kms.alarms());
        pki =
                Pki.openOrCreate(
                        folder.tls(), "Lapwing " + config.instance(), InstantSource.system());
        consoleAddress = PeopleDoor.withPort(config.console().address());
        people =
                new People(
                        store,
                        vault::derive,
                        new PeopleConfig(
                                PeopleDoor.origin(config, consoleAddress),
                                "Lapwing " + config.instance()),
                        InstantSource.system());
        imports = new ImportFiles(ImportFiles.folder(folder));
        wishKinds = WishKinds.of(kms, vault);
        wishJobs = new WishJobs(people.wishes(), wishKinds);
        Map<String, Function<Job, Work>> restartable = new HashMap<>(wishJobs.restartable());
        restartable.putAll(RotationJobs.restartable(this));
        messengers = new Messengers(config, store, vault, kms, people, restartable);
        parts.push(messengers);
        wishJobs.attach(messengers.jobs());
        central =
                config.central().isOn()
                        ? Optional.of(new CentralHost(config.central(), folder, store, vault))
                        : Optional.empty();
        central.ifPresent(parts::push);
    }

    /// Opens the instance in this folder, and makes what is not there yet.
    ///
    /// @param environment where the configuration's references to secrets may point
    /// @throws io.lapwing.crypto.Fault `CONFLICT` while another process has it open, `TAMPERED` when the store is not the one
    ///     that the vault last saw
    static Platform open(
            DataFolder folder, PlatformConfig config, Map<String, String> environment) {
        Deque<AutoCloseable> parts = new ArrayDeque<>();
        try {
            folder.create();
            parts.push(folder.lock(DataFolder.PATIENCE));
            Vault vault = new VaultOpening(config.vault(), folder.vault(), environment).open();
            parts.push(vault);
            Store store = store(folder, config, environment, vault);
            parts.push(store);
            AnchorKeeper anchors = AnchorKeeper.open(store, witness(vault));
            parts.push(anchors);
            return new Platform(folder, config, environment, parts, vault, store, anchors);
        } catch (RuntimeException e) {
            closeAll(parts);
            throw e;
        }
    }

    /// Looks at an instance that does not open as a platform: at its vault, and at its store as it was found.
    ///
    /// @throws io.lapwing.crypto.Fault `CONFLICT` while another process has it open
    static <T> T examine(
            DataFolder folder,
            PlatformConfig config,
            Map<String, String> environment,
            BiFunction<Vault, Store, T> look) {
        try (DataFolder.Lock _ = folder.lock(DataFolder.PATIENCE);
                Vault vault = new VaultOpening(config.vault(), folder.vault(), environment).open();
                Store store = store(folder, config, environment, vault)) {
            return look.apply(vault, store);
        }
    }

    private static Store store(
            DataFolder folder,
            PlatformConfig config,
            Map<String, String> environment,
            Vault vault) {
        StoreOptions options = options(config, vault);
        PlatformConfig.StoreConfig wanted = config.store();
        return switch (wanted.engine()) {
            case EMBEDDED -> Stores.embedded(folder.store(), options);
            case POSTGRES -> Stores.postgres(address(wanted, environment), options);
        };
    }

    static StoreOptions options(PlatformConfig config, Vault vault) {
        return StoreOptions.of(config.instance()).signedBy(vault::sign);
    }

    static PostgresAddress address(
            PlatformConfig.StoreConfig config, Map<String, String> environment) {
        return new PostgresAddress(
                config.url().orElseThrow().toString(),
                config.user().orElseThrow(),
                config.password().orElseThrow().read(environment));
    }

    /// The vault's memory of the store, as the store's keeper wants it.
    static AnchorKeeper.Witness witness(Vault vault) {
        return new AnchorKeeper.Witness() {
            @Override
            public StoreAnchor read() {
                Anchor anchor = vault.anchor();
                return new StoreAnchor(anchor.epoch(), anchor.auditSize(), anchor.auditRoot());
            }

            @Override
            public void advance(StoreAnchor anchor) {
                vault.advance(new Anchor(anchor.epoch(), anchor.auditSize(), anchor.root()));
            }
        };
    }

    DataFolder folder() {
        return folder;
    }

    PlatformConfig config() {
        return config;
    }

    Vault vault() {
        return vault;
    }

    Store store() {
        return store;
    }

    AnchorKeeper anchors() {
        return anchors;
    }

    Kms kms() {
        return kms;
    }

    Pki pki() {
        return pki;
    }

    /// Who people are, and how they come in.
    People people() {
        return people;
    }

    /// Opens sign-in at the OpenID provider that the configuration names, if it names one. It ends with the platform.
    ///
    /// @throws io.lapwing.crypto.Fault `BAD_INPUT` when the client's secret or the authorities cannot be read
    Optional<OpenIdSignIn> openIdSignIn() {
        return config.console()
                .openid()
                .map(openId -> {
                    OpenIdProvider provider =
                            openId.provider(PeopleDoor.origin(config, consoleAddress), environment);
                    provider.client().secret().ifPresent(parts::push);
                    OpenIdHttp http = new OpenIdHttp(openId.tls());
                    parts.push(http);
                    return people.openId(provider, http);
                });
    }

    /// Where the door for people is, its port known.
    InetSocketAddress consoleAddress() {
        return consoleAddress;
    }

    /// What tells others of events, and runs jobs.
    Messengers messengers() {
        return messengers;
    }

    /// The Central Entity of the trusted environment, where the configuration names a medium for it.
    Optional<CentralHost> central() {
        return central;
    }

    /// Devices, for people.
    KmsDeviceDesk deviceDesk() {
        return new KmsDeviceDesk(kms, new DeviceJobs(kms, messengers.jobs(), imports));
    }

    /// Peers, for people.
    KmsPeerDesk peerDesk() {
        return new KmsPeerDesk(this);
    }

    /// The trusted environment, for people.
    CentralTrustDesk trustDesk() {
        return new CentralTrustDesk(central);
    }

    /// What takes two people, for people.
    PlatformApprovalDesk approvalDesk() {
        return new PlatformApprovalDesk(
                people.wishes(), wishKinds, wishJobs, messengers.jobs(), new DeviceApprovals(kms));
    }

    /// What devices say when somebody is at them.
    DeviceAlarms alarms() {
        return alarms;
    }

    /// How many joins were answered in the last hour, while this instance is served.
    JoinMinutes joinMinutes() {
        return joinMinutes;
    }

    /// The Join Server over this instance's devices and peers.
    JoinServer joinServer(JoinEvents events) {
        return new JoinServer(
                new JoinServerSettings(
                        config.joinServer().prefixes(), config.joinServer().sessionLifetime()),
                joinDevices(),
                new KmsPeers(kms),
                InstantSource.system(),
                new SecureRandom(),
                events);
    }

    /// The devices, as the Join Server sees them.
    JoinDevices joinDevices() {
        return new KmsDevices(kms.joinAccess());
    }

    /// Ends everything, last opened first, so that what the vault witnesses is the end.
    @Override
    public void close() {
        closeAll(parts);
    }

    private static void closeAll(Deque<AutoCloseable> parts) {
        RuntimeException first = null;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                RuntimeException failure =
                        e instanceof RuntimeException r ? r : new IllegalStateException(e);
                if (first == null) {
                    first = failure;
                } else {
                    first.addSuppressed(failure);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
