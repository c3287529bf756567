package dev.socketio.server;

import java.util.stream.IntStream;

import dev.socketio.adapter.RoomLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class RoomLimitTests {

	private ServerFixture fixture;

	private Socket socket;

	@BeforeEach
	void connect() {
		this.fixture = new ServerFixture((builder) -> builder.roomLimits(new RoomLimits(20, 4)));
		this.socket = this.fixture.socket(this.fixture.connect());
	}

	@AfterEach
	void close() {
		this.fixture.close();
	}

	@Test
	void aNameMayHaveTheGreatestLength() {
		String longest = "x".repeat(20);
		this.socket.join(longest);
		assertThat(this.socket.rooms()).containsExactly(this.socket.id(), longest);
	}

	@Test
	void aNameThatIsTooLongIsRefusedWithAllOthersOfItsCall() {
		String tooLong = "\n" + "x".repeat(20);
		assertThatIllegalArgumentException().isThrownBy(() -> this.socket.join("a", tooLong))
			.withMessage("The name of room '?xxxxxxxxxxxxxxxxxxxx' has 21 characters, the maximum is 20");
		assertThatIllegalArgumentException().isThrownBy(() -> this.fixture.server.socketsJoin("a", tooLong));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.fixture.server.fetchSockets().blockFirst().join("a", tooLong));
		assertThat(this.socket.rooms()).containsExactly(this.socket.id());
		assertThat(this.fixture.server.adapter().rooms()).containsExactly(this.socket.id());
	}

	@Test
	void aSocketMayBeInTheGreatestNumberOfRooms() {
		this.socket.join("a", "b", "c");
		this.socket.join("a", "b", "c");
		assertThat(this.socket.rooms()).containsExactly(this.socket.id(), "a", "b", "c");
	}

	@Test
	void roomsThatAreTooManyAreRefusedTogether() {
		this.socket.join("a");
		assertThatIllegalStateException().isThrownBy(() -> this.socket.join("b", "c", "d"))
			.withMessage("Socket " + this.socket.id() + " would be in 5 rooms, the maximum is 4");
		assertThat(this.socket.rooms()).containsExactly(this.socket.id(), "a");
		assertThat(this.fixture.server.adapter().rooms()).containsExactlyInAnyOrder(this.socket.id(), "a");
		this.socket.leave("a");
		this.socket.join("b", "c", "d");
		assertThat(this.socket.rooms()).containsExactly(this.socket.id(), "b", "c", "d");
	}

	@Test
	void aSocketInTooManyRoomsDoesNotKeepOthersOut() {
		Socket other = this.fixture.socket(this.fixture.connect());
		this.socket.join("a", "b", "c");
		this.fixture.server.socketsJoin("d").block();
		assertThat(this.socket.rooms()).doesNotContain("d");
		assertThat(other.rooms()).contains("d");
	}

	@Test
	void theDefaultsAreThoseOfTheGuide() {
		ServerFixture defaults = new ServerFixture();
		Socket someone = defaults.socket(defaults.connect());
		someone.join("x".repeat(1024));
		assertThatIllegalArgumentException().isThrownBy(() -> someone.join("x".repeat(1025)));
		IntStream.range(0, 998).forEach((i) -> someone.join("room " + i));
		assertThat(someone.rooms()).hasSize(1000);
		assertThatIllegalStateException().isThrownBy(() -> someone.join("one more"));
		defaults.close();
	}

	@Test
	void limitsArePositive() {
		assertThatIllegalArgumentException().isThrownBy(() -> new RoomLimits(0, 1));
		assertThatIllegalArgumentException().isThrownBy(() -> new RoomLimits(1, 0));
	}

}
