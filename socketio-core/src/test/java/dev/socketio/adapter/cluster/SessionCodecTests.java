package dev.socketio.adapter.cluster;

import java.util.Map;
import java.util.Set;

import dev.socketio.adapter.Session;
import dev.socketio.protocol.PacketFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Sessions that other servers have stored.
 */
class SessionCodecTests {

	private final SessionCodec codec = new SessionCodec(new ClusterMessageCodec(JsonMapper.shared()).values());

	private Session decode(String json) {
		return this.codec.decode(JsonMapper.shared().readTree(json.replace('\'', '"')), "p1");
	}

	@Test
	void readsWhatItWrites() {
		Session session = new Session("s1", "p1", Set.of("s1"), Map.of("user", 1), null);
		assertThat(this.codec.decode(this.codec.encode(session), "p1")).isEqualTo(session);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ",'data':null", ",'data':{}" })
	void dataMayBeMissing(String data) {
		assertThat(decode("{'sid':'s1','rooms':['s1']" + data + "}"))
			.isEqualTo(new Session("s1", "p1", Set.of("s1"), Map.of(), null));
	}

	/** On Node.js servers applications may set any value. */
	@ParameterizedTest
	@ValueSource(strings = { "'text'", "1", "true", "[1]" })
	void dataThatAreNoMapAreNotLostSilently(String data) {
		assertThatExceptionOfType(PacketFormatException.class)
			.isThrownBy(() -> decode("{'sid':'s1','rooms':['s1'],'data':" + data + "}"))
			.withMessage("data is no map");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'rooms':[]}", "{'sid':'s1'}", "{'sid':'s1','rooms':'r1'}", "[]" })
	void requiresIdAndRooms(String json) {
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> decode(json));
	}

}
