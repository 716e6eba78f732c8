package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.service.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The examples of the documentation, and everything that can be wrong with a file.
class DemoJoinsTest {
    private static final Path EXAMPLES = Path.of("..", "docs", "examples").toAbsolutePath();
    private static final Path GOOD = EXAMPLES.resolve("joins-1.0.4.json");

    /// A block of TS001-1.0.4 §6.2.6: type, JoinNonce, NetID and DevNonce, least significant octet first, and zeroes.
    private static final String BLOCK_10 = "%s010000030201010000000000000000";

    private final Trial trial = new Trial();

    @TempDir private Path folder;

    @Test
    void derivesTheKeysOf10AsAnIndependentComputationDoes() throws GeneralSecurityException {
        int code = run(GOOD, "--json", "--reveal");

        JoinAnswers answers = answers();
        Bytes appKey = Bytes.hex("01020304050607080102030405060708");
        Map<String, String> keys = keys(answers.answers().getFirst());
        assertThat(code).isZero();
        assertThat(keys.get("NwkSKey")).isEqualTo(aes(appKey, BLOCK_10.formatted("01")));
        assertThat(keys.get("AppSKey")).isEqualTo(aes(appKey, BLOCK_10.formatted("02")));
    }

    @Test
    void derivesTheKeysOf11AsAnIndependentComputationDoes() throws GeneralSecurityException {
        run(EXAMPLES.resolve("joins.json"), "--json", "--reveal");

        // TS001-1.1 §6.2.3: type, JoinNonce, JoinEUI and DevNonce.
        String block = "%s010000010203040506070802010000";
        Bytes nwkKey = Bytes.hex("01020304050607080102030405060708");
        Bytes appKey = Bytes.of(new byte[16]);
        Map<String, String> keys = keys(answers().answers().getFirst());
        assertThat(keys)
                .isEqualTo(
                        Map.of(
                                "FNwkSIntKey", aes(nwkKey, block.formatted("01")),
                                "AppSKey", aes(appKey, block.formatted("02")),
                                "SNwkSIntKey", aes(nwkKey, block.formatted("03")),
                                "NwkSEncKey", aes(nwkKey, block.formatted("04"))));
    }

    /// brocaar/simple-join-server and JonasMelchior/lorawan-js answer their first join, with JoinNonce 1, just so.
    @Test
    void answersAsOtherJoinServersPublished() {
        run(EXAMPLES.resolve("joins.json"), "--json", "--reveal");
        JoinAnswers.Line line = answers().answers().getLast();

        assertThat(line.phyPayload())
                .contains("20F061DA1771582C395B7799BC75AF841145E73735F5C6DE1FA8C49C7123FCB656");
        assertThat(keys(line))
                .isEqualTo(
                        Map.of(
                                "NwkSKey", "9D8108941A9C02B3E20D5B69104995A5",
                                "AppSKey", "14BE5C9908B2ED7C4F3206517ED5B6CA"));
        assertThat(line.accepted()).isTrue();
    }

    @Test
    void showsFingerprintsAloneUnlessAskedAndMarksTheDevicesExposed()
            throws GeneralSecurityException {
        run(GOOD, "--json");

        JoinAnswers.Line line = answers().answers().getFirst();
        String key = aes(Bytes.hex("01020304050607080102030405060708"), BLOCK_10.formatted("02"));
        assertThat(line.exposed()).isTrue();
        assertThat(line.keys()).allMatch(one -> one.key().isEmpty());
        assertThat(line.keys().getLast().fingerprint()).isEqualTo(fingerprint(key));
        assertThat(trial.out()).doesNotContain(key);
    }

    @Test
    void showsARefusalAndFails() throws IOException {
        int code = run(changed("C19FDD17", "C19FDD18"));

        assertThat(code).isEqualTo(ExitCode.FAILED.number());
        assertThat(trial.out()).contains("FAIL  MICFailed").doesNotContain("fingerprint");
    }

    @Test
    void leavesWhatIsWrongInABodyToTheJoinServer() throws IOException {
        int code = run(changed("\"RxDelay\": 3", "\"RxDelay\": \"soon\""));

        assertThat(code).isEqualTo(ExitCode.FAILED.number());
        assertThat(trial.out()).contains("FAIL  MalformedRequest").contains("RxDelay");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "devEUI": "0102030405060708",           | ''                                | devEUI
                    "appKey": "01020304050607080102030405060708" | "nwkKey": "01020304050607080102030405060708" | appKey
                    "appKey": "01                           | "appKey": "0                      | 31 characters: want 32
                    "appKey": "01                           | "appKey": "xy                     | want 32 hexadecimal
                    "joinEUI": "01                          | "joinEUI": "1                     | want 16 hexadecimal
                    "macVersion": "1.0.4"                   | "macVersion": "1.2"               | want 1.0.0 to 1.0.4 or 1.1
                    "macVersion": "1.0.4"                   | "macVersion": "1.1"               | without an nwkKey
                    "macVersion": "1.0.4"                   | "macVersion": "1.0.4", "slot": 1  | slot
                    "MessageType": "JoinReq"                | "MessageType": "RejoinReq"        | MessageType: want JoinReq
                    "SenderID": "010203",                   | ''                                | SenderID: want a text
                    "SenderID": "010203"                    | "SenderID": "acme"                | joins[0].SenderID
                    "DevEUI": "0102030405060708"            | "DevEUI": "0102030405060709"      | is not among the devices
                    "DevEUI": "0102030405060708"            | "DevEUI": 12                      | DevEUI: want a text
                    "RxDelay": 3                            | "RxDelay": 3, "RxDelay": 3        | RxDelay
                    """)
    void namesWhatIsWrongInAFile(String found, String replaced, String said) throws IOException {
        int code = run(changed(found, replaced));

        assertThat(code).isEqualTo(ExitCode.USAGE.number());
        assertThat(trial.err()).contains(said);
        assertThat(trial.out()).isEmpty();
    }

    @Test
    void refusesADeviceThatIsThereTwice() throws IOException {
        String text = Files.readString(GOOD);
        String device = text.substring(text.indexOf("    {"), text.indexOf("  ],"));
        Path file = changed(device.strip(), device.strip() + ",\n" + device.strip());

        int code = run(file);

        assertThat(code).isEqualTo(ExitCode.USAGE.number());
        assertThat(trial.err()).contains("device 0102030405060708 twice: want each once");
    }

    @Test
    void refusesAFileWithoutAJoin() throws IOException {
        Path file = folder.resolve("empty.json");
        Files.writeString(file, "{\"devices\": [], \"joins\": []}");

        int code = run(file);

        assertThat(code).isEqualTo(ExitCode.USAGE.number());
        assertThat(trial.err()).contains("0 devices and 0 joins");
    }

    @Test
    void refusesAFileThatIsNotThereOrTooLong() throws IOException {
        Path longOne = folder.resolve("long.json");
        Files.writeString(longOne, " ".repeat(JoinsFile.MAX_BYTES + 1));

        assertThat(run(Path.of("/nowhere.json"))).isEqualTo(ExitCode.REFUSED.number());
        assertThat(run(longOne)).isEqualTo(ExitCode.USAGE.number());
        assertThat(trial.err()).contains("no file /nowhere.json").contains("want at most 1048576");
    }

    @Test
    void neverRepeatsAKeyInAComplaint() throws IOException {
        Path file = changed("\"appKey\": \"01020304", "\"appKey\": \"xy020304");

        run(file);

        assertThat(trial.err()).doesNotContain("020304");
    }

    private int run(Path file, String... options) {
        String[] arguments =
                Stream.concat(
                                Stream.of("demo", "joins", "--input", file.toString()),
                                Stream.of(options))
                        .toArray(String[]::new);
        return trial.run(arguments);
    }

    private JoinAnswers answers() {
        return Json.strict()
                .build()
                .read(Bytes.of(trial.out().getBytes(StandardCharsets.UTF_8)), JoinAnswers.class);
    }

    private static Map<String, String> keys(JoinAnswers.Line line) {
        List<JoinAnswers.Key> keys = line.keys();
        return keys.stream()
                .collect(Collectors.toMap(JoinAnswers.Key::name, key -> key.key().orElseThrow()));
    }

    private Path changed(String found, String replaced) throws IOException {
        String text = Files.readString(GOOD);
        assertThat(text).contains(found);
        Path file = folder.resolve("changed.json");
        Files.writeString(file, text.replace(found, replaced));
        return file;
    }

    private static String aes(Bytes key, String block) throws GeneralSecurityException {
        Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
        aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key.toArray(), "AES"));
        return Bytes.of(aes.doFinal(Bytes.hex(block).toArray())).toHex();
    }

    private static String fingerprint(String key) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Bytes.hex(key).toArray());
        return Bytes.of(digest).slice(0, 8).toHex();
    }
}
