package io.lapwing.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Fault;
import io.lapwing.service.people.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FormTest {
    @Test
    void readsFieldsAsTyped() {
        Form form = Form.parse("name=+anna+&text=a%0D%0Ab%26c&device.A=on&device.B=on");

        assertThat(form.text("name")).isEqualTo("anna");
        assertThat(form.exact("name")).isEqualTo(" anna ");
        assertThat(form.text("text")).isEqualTo("a\nb&c");
        assertThat(form.picked("device")).containsExactly("A", "B");
        assertThat(form.optional("none")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=1&a=2", "a=%zz", "a=%ff", "a=%00", "=&="})
    void refusesWhatIsNoPlainForm(String body) {
        assertThatThrownBy(() -> Form.parse(body)).isInstanceOf(Fault.class);
    }

    @Test
    void refusesMoreFieldsThanAPageHas() {
        StringBuilder body = new StringBuilder("a=");
        for (int i = 0; i < Form.MOST_FIELDS; i++) {
            body.append("&f").append(i).append('=');
        }

        assertThatThrownBy(() -> Form.parse(body.toString())).hasMessageContaining("1200");
    }

    @Test
    void refusesAnotherMediaType() {
        Asked asked =
                Asked.post("/", World.everyone(Role.OPERATOR), "{}")
                        .with("Content-Type", "application/json");

        assertThatThrownBy(() -> Form.of(asked)).hasMessageContaining("application/json");
    }
}
