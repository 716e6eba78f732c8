package io.lapwing.service.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.webauthn4j.converter.AttestationObjectConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.data.attestation.AttestationObject;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.authenticator.EC2COSEKey;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.crypto.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasskeyTest {
    private static final byte PRESENT = AuthenticatorData.BIT_UP;
    private static final byte VERIFIED =
            (byte) (AuthenticatorData.BIT_UP | AuthenticatorData.BIT_UV);
    private static final String RP_ID = "lapwing.example";

    @TempDir private Path folder;
    private World world;
    private SignIns signIns;
    private Authenticator authenticator;

    @BeforeEach
    void open() throws GeneralSecurityException {
        world = new World(folder);
        signIns = world.people.signIns();
        authenticator = new Authenticator();
    }

    @AfterEach
    void close() {
        world.close();
    }

    /// An authenticator in software, with one ES256 credential.
    private static final class Authenticator {
        private final byte[] id = Handle.octets(32).toArray();
        private final KeyPair pair;

        Authenticator() throws GeneralSecurityException {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            pair = generator.generateKeyPair();
        }

        String created(String challenge, String origin, byte flags) {
            var credential =
                    new AttestedCredentialData(
                            AAGUID.ZERO,
                            id,
                            EC2COSEKey.create(
                                    (ECPublicKey) pair.getPublic(), COSEAlgorithmIdentifier.ES256));
            AttestationObject attestation =
                    new AttestationObject(
                            new AuthenticatorData<>(
                                    rpIdHash(),
                                    (byte) (flags | AuthenticatorData.BIT_AT),
                                    1,
                                    credential),
                            new NoneAttestationStatement());
            byte[] octets =
                    new AttestationObjectConverter(new ObjectConverter())
                            .convertToBytes(attestation);
            return answer(
                    "\"clientDataJSON\":\"%s\",\"attestationObject\":\"%s\",\"transports\":[]"
                            .formatted(
                                    base64(clientData("webauthn.create", challenge, origin)),
                                    base64(octets)));
        }

        String got(String challenge, String origin, byte flags, int counter)
                throws GeneralSecurityException {
            byte[] data =
                    ByteBuffer.allocate(37).put(rpIdHash()).put(flags).putInt(counter).array();
            byte[] client = clientData("webauthn.get", challenge, origin);
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate());
            signature.update(data);
            signature.update(Sha256.digest(client).toArray());
            return answer(
                    "\"clientDataJSON\":\"%s\",\"authenticatorData\":\"%s\",\"signature\":\"%s\""
                            .formatted(base64(client), base64(data), base64(signature.sign())));
        }

        private String answer(String response) {
            return ("{\"id\":\"%1$s\",\"rawId\":\"%1$s\",\"type\":\"public-key\","
                            + "\"response\":{%2$s},\"clientExtensionResults\":{}}")
                    .formatted(base64(id), response);
        }

        private static byte[] rpIdHash() {
            return Sha256.digest(RP_ID.getBytes(StandardCharsets.UTF_8)).toArray();
        }

        private static byte[] clientData(String type, String challenge, String origin) {
            return "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\",\"crossOrigin\":false}"
                    .formatted(type, challenge, origin)
                    .getBytes(StandardCharsets.UTF_8);
        }

        private static String base64(byte[] octets) {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
        }
    }

    private String invitedFlow() {
        return invitedFlow("anna");
    }

    private String invitedFlow(String name) {
        Invitation invited =
                world.people.accounts().create(World.LOCAL, PersonId.user(name), List.of());
        return ((SignIn.EnrolmentWanted) world.join(invited.code().orElseThrow(), World.PASSWORD))
                .flow();
    }

    private SignIn enrolled() {
        return enrolled("anna");
    }

    private SignIn enrolled(String name) {
        String flow = invitedFlow(name);
        String challenge = signIns.beginPasskey(flow).challenge();
        return signIns.confirmPasskey(
                flow, authenticator.created(challenge, World.ORIGIN, VERIFIED), World.HOME);
    }

    private String factorFlow() {
        return factorFlow("anna");
    }

    private String factorFlow(String name) {
        return ((SignIn.FactorWanted) world.password(name, World.PASSWORD, World.HOME)).flow();
    }

    @Test
    void enrolsAPasskeyAndSignsInWithIt() throws GeneralSecurityException {
        SignIn enrolled = enrolled();
        String flow = factorFlow();
        PasskeyQuestion question = signIns.passkeyQuestion(flow);

        SignIn done =
                signIns.passkey(
                        flow,
                        authenticator.got(question.challenge(), World.ORIGIN, VERIFIED, 2),
                        World.HOME);

        assertThat(enrolled).isInstanceOf(SignIn.Done.class);
        assertThat(question.credentials()).hasSize(1);
        assertThat(question.relyingPartyId()).isEqualTo(RP_ID);
        assertThat(done).isInstanceOf(SignIn.Done.class);
    }

    @Test
    void removesAPasskeyButNeverTheLastSecondFactor() throws GeneralSecurityException {
        SignIn.Done done = (SignIn.Done) enrolled();
        Session session = done.opened().session();
        Accounts accounts = world.people.accounts();
        String only = accounts.passkeys(World.LOCAL, World.ANNA).getFirst().id();
        assertRefused(Fault.Kind.CONFLICT, () -> remove(session, World.PASSWORD, only));
        assertRefused(
                Fault.Kind.CONFLICT, () -> accounts.removePasskey(World.LOCAL, World.ANNA, only));

        Session second = anotherPasskey(session);
        List<KnownPasskey> both = accounts.passkeys(World.LOCAL, World.ANNA);
        assertRefused(Fault.Kind.UNAUTHENTICATED, () -> remove(second, "wrong password", only));
        assertRefused(Fault.Kind.NOT_FOUND, () -> remove(second, World.PASSWORD, "00"));
        remove(second, World.PASSWORD, only);

        assertThat(both).hasSize(2).allMatch(key -> key.since().isPresent());
        assertThat(accounts.passkeys(World.LOCAL, World.ANNA)).containsExactly(both.getLast());
        assertThat(world.people.sessions().list(World.LOCAL, World.ANNA))
                .extracting(Session::id)
                .containsExactly(second.id());
        world.assertAudited("user.remove-passkey", "done");
    }

    private void remove(Session session, String password, String passkey) {
        try (Secret secret = World.secret(password)) {
            world.people
                    .ownAccount()
                    .removePasskey(session, Optional.of(secret), World.HOME, passkey);
        }
    }

    /// Sets up a second passkey, which ends the session and begins another.
    private Session anotherPasskey(Session session) throws GeneralSecurityException {
        try (Secret secret = World.secret(World.PASSWORD)) {
            String flow =
                    world.people
                            .ownAccount()
                            .enrolAnother(session, Optional.of(secret), World.HOME)
                            .flow();
            String challenge = signIns.beginPasskey(flow).challenge();
            String made = new Authenticator().created(challenge, World.ORIGIN, VERIFIED);
            return ((SignIn.Done) signIns.confirmPasskey(flow, made, World.HOME))
                    .opened()
                    .session();
        }
    }

    private static void assertRefused(Fault.Kind kind, ThrowingCallable deed) {
        assertThatThrownBy(deed)
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.kind()).isEqualTo(kind));
    }

    @Test
    void anAdministratorRemovesAPasskeyOfAnotherAndNoneOfHisOwn() throws GeneralSecurityException {
        Session first = ((SignIn.Done) enrolled()).opened().session();
        Session _ = anotherPasskey(first);
        Accounts accounts = world.people.accounts();
        String lost = accounts.passkeys(World.LOCAL, World.ANNA).getFirst().id();
        Principal self =
                new Principal(
                        "anna", Principal.Kind.USER, List.of(World.everywhere(Role.ADMINISTRATOR)));
        Principal auditor =
                new Principal("aud", Principal.Kind.USER, List.of(World.everywhere(Role.AUDITOR)));

        assertRefused(Fault.Kind.FORBIDDEN, () -> accounts.removePasskey(self, World.ANNA, lost));
        assertRefused(
                Fault.Kind.FORBIDDEN, () -> accounts.removePasskey(auditor, World.ANNA, lost));
        accounts.removePasskey(World.LOCAL, World.ANNA, lost);

        assertThat(accounts.passkeys(auditor, World.ANNA)).hasSize(1);
        assertThat(world.people.sessions().list(auditor, World.ANNA)).isEmpty();
    }

    @Test
    void refusesAUserWhoWasNotVerified() throws GeneralSecurityException {
        String enrolment = invitedFlow();
        String challenge = signIns.beginPasskey(enrolment).challenge();
        SignIn unverified =
                signIns.confirmPasskey(
                        enrolment,
                        authenticator.created(challenge, World.ORIGIN, PRESENT),
                        World.HOME);
        String again = signIns.beginPasskey(enrolment).challenge();
        SignIn verified =
                signIns.confirmPasskey(
                        enrolment,
                        authenticator.created(again, World.ORIGIN, VERIFIED),
                        World.HOME);

        assertThat(unverified).isEqualTo(new SignIn.Refused());
        assertThat(verified).isInstanceOf(SignIn.Done.class);
        assertThat(answered(World.ORIGIN, PRESENT, 2)).isEqualTo(new SignIn.Refused());
    }

    private SignIn answered(String origin, byte flags, int counter)
            throws GeneralSecurityException {
        String flow = factorFlow();
        String challenge = signIns.passkeyQuestion(flow).challenge();
        return signIns.passkey(
                flow, authenticator.got(challenge, origin, flags, counter), World.HOME);
    }

    @Test
    void refusesAnotherOrigin() throws GeneralSecurityException {
        SignIn _ = enrolled();

        assertThat(answered("https://lapwing.example.evil", VERIFIED, 2))
                .isEqualTo(new SignIn.Refused());
    }

    @Test
    void refusesACounterThatDidNotRise() throws GeneralSecurityException {
        SignIn _ = enrolled();

        assertThat(answered(World.ORIGIN, VERIFIED, 5)).isInstanceOf(SignIn.Done.class);
        assertThat(answered(World.ORIGIN, VERIFIED, 5)).isEqualTo(new SignIn.Refused());
    }

    @Test
    void takesAChallengeOnceEvenAfterAWrongAnswer() throws GeneralSecurityException {
        SignIn _ = enrolled();
        String flow = factorFlow();
        String challenge = signIns.passkeyQuestion(flow).challenge();

        SignIn wrong = signIns.passkey(flow, "{}", World.HOME);
        SignIn late =
                signIns.passkey(
                        flow, authenticator.got(challenge, World.ORIGIN, VERIFIED, 2), World.HOME);

        assertThat(List.of(wrong, late)).containsOnly(new SignIn.Refused());
    }

    @Test
    void refusesTheKeyOfAnother() throws GeneralSecurityException {
        SignIn _ = enrolled();
        authenticator = new Authenticator();

        assertThat(answered(World.ORIGIN, VERIFIED, 2)).isEqualTo(new SignIn.Refused());
        assertThat(Bytes.of(authenticator.id).length()).isEqualTo(32);
    }

    @Test
    void refusesWhatIsNoAnswer() throws GeneralSecurityException {
        String enrolment = invitedFlow();
        String challenge = signIns.beginPasskey(enrolment).challenge();
        String ofAQuestion = authenticator.got(challenge, World.ORIGIN, VERIFIED, 2);
        SignIn unlikeAnEnrolment = signIns.confirmPasskey(enrolment, ofAQuestion, World.HOME);
        SignIn _ = enrolled("bert");

        SignIn unlikeJson = signIns.passkey(factorFlow("bert"), "{\"id\":", World.HOME);

        assertThat(List.of(unlikeAnEnrolment, unlikeJson)).containsOnly(new SignIn.Refused());
    }
}
