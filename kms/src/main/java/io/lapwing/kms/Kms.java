package io.lapwing.kms;

import io.lapwing.service.Store;
import io.lapwing.vault.Vault;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// The key management system, wired over one store and one vault. Start here: each accessor is one part of it.
public final class Kms {
    private final Devices devices;
    private final DeviceSearch search;
    private final DeviceIndex deviceIndex;
    private final DeviceExport export;
    private final DeviceImport imports;
    private final Renewal renewal;
    private final StationCopies stationCopies;
    private final Approvals approvals;
    private final Alarms alarms;
    private final Receivers receivers;
    private final Peers peers;
    private final PeerCertificates peerCertificates;
    private final Revocations revocations;
    private final JoinAccess joinAccess;
    private final KeyRotation rotation;
    private final NonceMargin nonceMargin;
    private final NonceReplay nonceReplay;
    private final NonceWatch nonceWatch;

    /// @param clock for audit records and dates
    /// @param nanos a clock that only goes forward, for caches
    public Kms(Store store, Vault vault, InstantSource clock, LongSupplier nanos) {
        Trail trail = new Trail(clock);
        DeviceRows rows = new DeviceRows(store);
        FreshKeys fresh = new FreshKeys();
        KeyMaker keys = new KeyMaker(vault, clock, fresh);
        receivers = new Receivers(store, vault, trail, fresh, nanos);
        peers = new Peers(store, trail, nanos);
        peerCertificates = new PeerCertificates(store, peers, trail, nanos);
        revocations = new Revocations(store, trail, nanos);
        devices = new Devices(rows, keys, KeyMaker.Opener.of(vault), receivers, trail);
        search = new DeviceSearch(store, rows);
        deviceIndex = new DeviceIndex(store, rows);
        export = new DeviceExport(search);
        imports = new DeviceImport(store, vault, rows, keys, trail);
        stationCopies = new StationCopies(store, rows, trail);
        renewal = new Renewal(rows, keys, receivers, stationCopies, trail);
        approvals = new Approvals(rows, trail);
        alarms = new Alarms(rows, vault, trail);
        joinAccess = new JoinAccess(store, rows, vault, receivers, trail);
        rotation = new KeyRotation(store, vault, keys, receivers, trail, fresh);
        nonceMargin = new NonceMargin(store, rows, trail);
        nonceReplay = new NonceReplay(store, rows, trail);
        nonceWatch = new NonceWatch(search);
    }

    /// Brings rows that an earlier version wrote to today's form. Before anyone is answered.
    public void upgrade() {
        peers.upgrade(revocations);
        deviceIndex.upgrade();
    }

    public Devices devices() {
        return devices;
    }

    public DeviceSearch search() {
        return search;
    }

    public DeviceExport export() {
        return export;
    }

    public DeviceImport imports() {
        return imports;
    }

    public Renewal renewal() {
        return renewal;
    }

    public StationCopies stationCopies() {
        return stationCopies;
    }

    public Approvals approvals() {
        return approvals;
    }

    public Alarms alarms() {
        return alarms;
    }

    public Receivers receivers() {
        return receivers;
    }

    public Peers peers() {
        return peers;
    }

    public PeerCertificates peerCertificates() {
        return peerCertificates;
    }

    public Revocations revocations() {
        return revocations;
    }

    public JoinAccess joinAccess() {
        return joinAccess;
    }

    public KeyRotation rotation() {
        return rotation;
    }

    public NonceMargin nonceMargin() {
        return nonceMargin;
    }

    public NonceReplay nonceReplay() {
        return nonceReplay;
    }

    public NonceWatch nonceWatch() {
        return nonceWatch;
    }
}
