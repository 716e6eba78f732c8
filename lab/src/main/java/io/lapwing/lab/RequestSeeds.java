package io.lapwing.lab;

import io.lapwing.crypto.Bytes;
import java.util.List;
import java.util.stream.Stream;

/// Requests that say something: queries, headers, JSON, forms.
final class RequestSeeds {
    private static final String API = "/api/v1/";
    private static final String JSON = "Content-Type: application/json\n\n";
    private static final String DEVICE = "70B3D57ED0000101";

    private RequestSeeds() {}

    static List<Bytes> withContent() {
        return Stream.of(queries(), documents(), pages())
                .flatMap(s -> s)
                .map(Samples::text)
                .toList();
    }

    private static Stream<String> queries() {
        return Stream.of(
                "GET "
                        + API
                        + "devices?q=acme&state=active&owner=acme&joinEui=70B3D57ED0000000"
                        + "&netId=000013&labels=site%3Dport,floor%3D1&exposed=true&noncesLow=false"
                        + "&limit=10&after="
                        + DEVICE
                        + "\nAccept: application/json\n\n",
                "GET "
                        + API
                        + "devices\nIf-None-Match: W/\"1\", \"2\", *\n"
                        + "Accept: text/csv;q=0.5, application/*\n\n",
                "GET "
                        + API
                        + "audit?object="
                        + DEVICE
                        + "&action=join&actor=peer:acme-ns&after=17"
                        + "&limit=1000\n\n",
                "GET " + API + "jobs?after=1&limit=1\n\n",
                "GET " + API + "events\nAccept: text/event-stream\nLast-Event-ID: 17\n\n",
                "GET /devices?q=a&state=active&after=o."
                        + DEVICE
                        + ".YWNtZQ\nHX-Request: true\n"
                        + "Cookie: lapwing-theme=dark; other=1\n\n",
                "GET /audit?object=x&action=y&actor=z&before=17\n\n");
    }

    private static Stream<String> documents() {
        return Stream.of(
                "POST "
                        + API
                        + "devices\nIdempotency-Key: 0123456789abcdef\n"
                        + JSON
                        + "{\"devEui\":\""
                        + DEVICE
                        + "\",\"joinEui\":\"70B3D57ED0000000\","
                        + "\"macVersion\":\"1.1\",\"claimRequired\":true,\"owner\":\"acme\","
                        + "\"home\":\"000013\",\"labels\":{\"site\":\"port\"}}",
                "POST "
                        + API
                        + "devices/"
                        + DEVICE
                        + "/suspend\nIf-Match: \"3\"\n"
                        + JSON
                        + "{\"reason\":\"lost\"}",
                "PUT "
                        + API
                        + "devices/"
                        + DEVICE
                        + "/labels\nIf-Match: \"3\"\n"
                        + JSON
                        + "{\"labels\":{\"site\":\"port\",\"floor\":\"1\"}}",
                "PUT " + API + "devices/" + DEVICE + "/home\n" + JSON + "{\"netId\":\"000013\"}",
                "PUT "
                        + API
                        + "devices/"
                        + DEVICE
                        + "/delivery\n"
                        + JSON
                        + "{\"appSKey\":\"in-answer\",\"applicationServer\":\"a.example\"}",
                "POST "
                        + API
                        + "devices/bulk/suspend\n"
                        + JSON
                        + "{\"filter\":{\"state\":\"active\",\"labels\":{\"a\":\"b\"},"
                        + "\"exposed\":true},\"reason\":\"x\"}",
                "POST "
                        + API
                        + "devices/bulk/label\n"
                        + JSON
                        + "{\"devEuis\":[\""
                        + DEVICE
                        + "\"],\"labels\":{\"a\":\"b\"}}",
                "POST "
                        + API
                        + "approvals\n"
                        + JSON
                        + "{\"step\":\"device-export\","
                        + "\"reason\":\"move\",\"filter\":{\"owner\":\"acme\"},"
                        + "\"parameters\":{\"a\":\"b\"}}",
                "POST "
                        + API
                        + "people\n"
                        + JSON
                        + "{\"name\":\"user:anna\",\"grants\":[{\"role\":"
                        + "\"operator\",\"netId\":\"000013\",\"labels\":{\"a\":\"b\"}}]}",
                "POST "
                        + API
                        + "people/user%3Aanna/tokens\n"
                        + JSON
                        + "{\"name\":\"ci\",\"days\":30,\"grants\":[]}",
                "POST "
                        + API
                        + "webhooks\n"
                        + JSON
                        + "{\"url\":\"https://a.example/x\",\"types\":[\"alarm\"]}");
    }

    private static Stream<String> pages() {
        String form =
                "Content-Type: application/x-www-form-urlencoded; charset=utf-8\n"
                        + "Sec-Fetch-Site: same-origin\n\ncsrf="
                        + NoDesks.CSRF
                        + "&";
        return Stream.of(
                "POST /devices/new\n"
                        + form
                        + "devEui="
                        + DEVICE
                        + "&joinEui=70B3D57ED0000000"
                        + "&macVersion=1.1&owner=acme&home=&labels=a%3Db%0D%0Ac%3Dd",
                "POST /devices/"
                        + DEVICE
                        + "/suspend\n"
                        + form
                        + "version=3&reason=lost"
                        + "&name="
                        + DEVICE,
                "POST /devices/bulk\n" + form + "device." + DEVICE + "=on&step=suspend&reason=x",
                "POST /devices/bulk\n"
                        + form
                        + "all=on&filter=q%3Da%26state%3Dactive&step=labels"
                        + "&labels=a%3Db",
                "POST /people/new\n"
                        + form
                        + "kind=user&name=anna&role=operator&owner="
                        + "&labels=a%3Db",
                "POST /theme\n" + form + "theme=dark&back=%2Fdevices",
                "POST /sign-in\n" + form + "name=anna&password=secret",
                "POST /devices/import\nContent-Type: multipart/form-data; boundary=xx\n"
                        + "Sec-Fetch-Site: same-origin\n\n--xx\r\nContent-Disposition: form-data;"
                        + " name=\"csrf\"\r\n\r\n"
                        + NoDesks.CSRF
                        + "\r\n--xx\r\n"
                        + "Content-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n"
                        + "devEui\r\n"
                        + DEVICE
                        + "\r\n--xx--\r\n");
    }
}
