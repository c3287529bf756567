package dev.socketio.server;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

class FailureLogTests {

	private final ServerFixture fixture = new ServerFixture();

	private final Logger logger = (Logger) LoggerFactory.getLogger("dev.socketio");

	private final Recorder log = new Recorder();

	private ServerFixture.Client client;

	private Socket socket;

	@BeforeEach
	void connect() {
		this.log.setContext(this.logger.getLoggerContext());
		this.log.start();
		this.logger.addAppender(this.log);
		this.client = this.fixture.connect();
		this.socket = this.fixture.socket(this.client);
	}

	@AfterEach
	void close() {
		this.logger.detachAppender(this.log);
		this.fixture.close();
	}

	@Test
	void everyListenerThatFailsIsLoggedOnce() {
		SocketIOServer server = this.fixture.server;
		this.socket.on("own", (args, ack) -> fail());
		this.socket.onAny((event, args, ack) -> failAt(event, "any"));
		this.socket.onAnyOutgoing((event, args) -> failAt(event, "outgoing"));
		this.socket.onDisconnecting((reason) -> fail());
		this.socket.onDisconnect((reason) -> fail());
		server.on("namespace", (from, event, args, ack) -> fail());
		server.onConnection((connected) -> fail());
		server.onDisconnect((left, reason) -> fail());
		this.client.send("2[\"own\"]").send("2[\"any\"]").send("2[\"namespace\"]").send("2[\"unknown\"]");
		this.fixture.settle();
		this.socket.emit("outgoing");
		this.fixture.settle();
		this.client.send("1").send("0");
		this.fixture.settle();
		assertThat(this.log.errors).hasSize(8).allSatisfy((error) -> {
			assertThat(error.getThrowableProxy().getMessage()).isEqualTo("failed");
			assertThat(error.getLevel()).isEqualTo(Level.ERROR);
		});
		assertThat(this.log.errors.subList(0, 7))
			.allSatisfy((error) -> assertThat(error.getFormattedMessage()).contains(this.socket.id()));
		assertThat(this.log.errors).extracting((error) -> String.valueOf(error.getArgumentArray()[0]))
			.containsExactly("own", "any", "namespace", "outgoing", "disconnecting", "disconnect", "disconnect",
					"connection");
	}

	@Test
	void whatAnErrorListenerTakesIsNotLogged() {
		List<Throwable> errors = new CopyOnWriteArrayList<>();
		this.socket.onError(errors::add);
		this.socket.on("e", (args, ack) -> fail());
		this.client.send("2[\"e\"]");
		this.fixture.settle();
		assertThat(errors).hasSize(1);
		assertThat(this.log.errors).isEmpty();
	}

	@Test
	void errorListenerThatFailsIsLogged() {
		this.socket.onError((error) -> {
			throw new IllegalStateException("failed, too");
		});
		this.socket.on("e", (args, ack) -> fail());
		this.client.send("2[\"e\"]");
		this.fixture.settle();
		assertThat(this.log.errors).singleElement()
			.satisfies((error) -> assertThat(error.getThrowableProxy().getMessage()).isEqualTo("failed, too"));
	}

	@Test
	void clientsCannotFillTheLog() {
		this.socket.on("typed", Integer.class, (number, ack) -> {
		});
		this.socket.use((event, args) -> event.equals("refused") ? Mono.error(new IllegalStateException("refused"))
				: Mono.empty());
		this.client.send("2[\"typed\",\"x\"]").send("2[\"refused\"]").send("2[\"malformed");
		assertThat(this.client.isClosed()).isTrue();
		assertThat(this.log.errors).isEmpty();
	}

	@Test
	void clientsCannotMakeUpLinesOfTheLog() {
		this.socket.onAny((event, args, ack) -> fail());
		this.client.send("2[\"a\\nb" + "x".repeat(250) + "\"]");
		this.fixture.settle();
		assertThat(this.log.errors).singleElement()
			.satisfies((error) -> assertThat(error.getFormattedMessage()).contains("'a?bxxx")
				.doesNotContain("\n")
				.hasSizeLessThan(250));
	}

	@Test
	void clientsCannotMakeUpLinesOfTheLogAtAnyLevel() {
		Level before = this.logger.getLevel();
		this.logger.setLevel(Level.TRACE);
		try {
			this.socket.on("typed", Integer.class, (number, ack) -> {
			});
			this.client.send("2[\"typed\",\"a\\nforged " + "x".repeat(5000) + "\"]")
				.send("0/a\nforged,")
				.send("2[\"a\nforged\"")
				.send("4forged\n");
			this.fixture.settle();
		}
		finally {
			this.logger.setLevel(before);
		}
		assertThat(this.log.all).extracting(ILoggingEvent::getFormattedMessage)
			.anyMatch((message) -> message.contains("wrong type"))
			.allSatisfy((message) -> assertThat(message).doesNotContain("\n").hasSizeLessThan(500));
		assertThat(this.log.all).allSatisfy((event) -> assertThat(event.getThrowableProxy()).isNull());
	}

	@Test
	void middlewareWithoutADecisionIsLogged() {
		this.socket.use((event, args) -> null);
		this.client.send("2[\"e\"]");
		this.fixture.settle();
		assertThat(this.log.errors).singleElement()
			.satisfies((error) -> assertThat(error.getThrowableProxy().getMessage()).contains("null")
				.contains(FailureLogTests.class.getName()));
	}

	private static void failAt(String event, String wanted) {
		if (event.equals(wanted)) {
			fail();
		}
	}

	private static void fail() {
		throw new IllegalStateException("failed");
	}

	/** Keeps what is logged above DEBUG. */
	private static final class Recorder extends AppenderBase<ILoggingEvent> {

		private final List<ILoggingEvent> errors = new CopyOnWriteArrayList<>();

		private final List<ILoggingEvent> all = new CopyOnWriteArrayList<>();

		@Override
		protected void append(ILoggingEvent event) {
			this.all.add(event);
			if (event.getLevel().isGreaterOrEqual(Level.INFO)) {
				this.errors.add(event);
			}
		}

	}

}
