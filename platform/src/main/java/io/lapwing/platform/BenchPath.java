package io.lapwing.platform;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// What a bench of the console asks for again and again.
///
/// @param name as the report names it
/// @param path as an example
/// @param status of a right answer
/// @param request the next one, whole
record BenchPath(String name, String path, int status, Function<Random, byte[]> request) {
    private static final int OK = 200;
    private static final int MADE = 201;

    /// The main pages.
    ///
    /// @param joined how many of the fleet's first devices joined: their pages have the most on them
    static List<BenchPath> pages(BenchCaller caller, int joined) {
        return List.of(
                page(caller, "overview", "/"),
                page(caller, "devices", "/devices"),
                new BenchPath(
                        "device",
                        "/devices/{devEui}",
                        OK,
                        random -> caller.page("/devices/" + devEui(random.nextInt(joined)))),
                page(caller, "keys", "/keys"),
                page(caller, "audit", "/audit"),
                page(caller, "jobs", "/jobs"),
                page(caller, "people", "/people"));
    }

    private static BenchPath page(BenchCaller caller, String name, String path) {
        return new BenchPath(name, path, OK, _ -> caller.page(path));
    }

    /// The main routes of the API over a described fleet.
    static List<BenchPath> api(BenchCaller caller, int devices) {
        AtomicInteger made = new AtomicInteger(devices);
        return List.of(
                api(
                        caller,
                        "device",
                        "/devices/{devEui}",
                        random -> "/devices/" + devEui(random.nextInt(devices))),
                api(
                        caller,
                        "devices, a page",
                        "/devices?after={devEui}&limit=50",
                        random -> "/devices?limit=50&after=" + devEui(random.nextInt(devices))),
                api(
                        caller,
                        "devices of an owner",
                        "/devices?owner={owner}&limit=50",
                        random ->
                                "/devices?limit=50&owner="
                                        + BenchFleet.owner(random.nextInt(devices))),
                api(
                        caller,
                        "devices of an owner at a site",
                        "/devices?owner={owner}&labels=site={site}&limit=50",
                        random -> {
                            int device = random.nextInt(devices);
                            return "/devices?limit=50&owner=%s&labels=site=%s"
                                    .formatted(BenchFleet.owner(device), BenchFleet.site(device));
                        }),
                api(
                        caller,
                        "devices that are active",
                        "/devices?state=active&limit=50",
                        _ -> "/devices?limit=50&state=active"),
                api(caller, "audit log, a page", "/audit?limit=50", _ -> "/audit?limit=50"),
                new BenchPath(
                        "make a device",
                        "POST /devices",
                        MADE,
                        _ -> make(caller, devEui(made.getAndIncrement()))));
    }

    private static BenchPath api(
            BenchCaller caller, String name, String path, Function<Random, String> next) {
        return new BenchPath(name, path, OK, random -> caller.api(next.apply(random)));
    }

    private static byte[] make(BenchCaller caller, String devEui) {
        return caller.make(
                "/devices",
                "{\"devEui\":\"%s\",\"joinEui\":\"%s\",\"macVersion\":\"1.0.4\",\"owner\":\"owner-new\",\"home\":\"%s\"}"
                        .formatted(devEui, BenchFleet.JOIN_EUI, BenchFolder.NET_ID));
    }

    private static String devEui(int device) {
        return BenchFleet.devEuiOf(device).toString();
    }
}
