package dev.socketio.interop.adapter;

import java.time.Duration;
import java.util.List;

import dev.socketio.protocol.Arguments;
import dev.socketio.server.AckTimeoutException;
import dev.socketio.server.RemoteSocket;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Acknowledgements come back from clients of every server.
 */
class ClusterAckTests extends AdapterBehaviour {

	/** Enough for the answers that come. */
	private static final Duration FAIR = Duration.ofSeconds(4);

	private static final Duration SHORT = Duration.ofSeconds(1);

	ClusterAckTests(AdapterUnderTest adapter) {
		super(adapter);
	}

	private static List<String> texts(List<Arguments> answers) {
		return answers.stream().map((answer) -> String.valueOf(answer.get(0, Object.class))).toList();
	}

	private static List<String> await(Mono<List<Arguments>> answers) {
		return texts(answers.blockOptional(TestCluster.TIMEOUT).orElseThrow());
	}

	@Test
	void allClientsAnswerOnce() {
		start(3);
		List<LocalClient> clients = List.of(cluster().connect(0, "r"), cluster().connect(1, "r"),
				cluster().connect(1, "r"), cluster().connect(2, "r"), cluster().connect(2));
		for (int i = 0; i < 5; i++) {
			String name = "client " + i;
			clients.get(i).answering((event) -> "[\"" + name + "\"]");
		}
		cluster().settle();
		assertThat(await(server(0).timeout(TestCluster.TIMEOUT).emitWithAck("ask", 1)))
			.containsExactlyInAnyOrder("client 0", "client 1", "client 2", "client 3", "client 4");
		assertThat(await(server(0).to("r").except(clients.get(1).id()).timeout(TestCluster.TIMEOUT).emitWithAck("r")))
			.containsExactlyInAnyOrder("client 0", "client 2", "client 3");
		assertThat(await(server(2).local().timeout(TestCluster.TIMEOUT).emitWithAck("local")))
			.containsExactlyInAnyOrder("client 3", "client 4");
		cluster().finish();
		assertThat(clients.get(1).events()).containsExactly("[\"ask\",1]");
		assertThat(clients.get(2).events()).containsExactly("[\"ask\",1]", "[\"r\"]");
		assertThat(clients.get(4).events()).containsExactly("[\"ask\",1]", "[\"local\"]");
	}

	@Test
	void answersOfEveryKindComeBack() {
		start(2);
		LocalClient client = cluster().connect(1);
		cluster().settle();
		for (String answer : List.of("[\"text\"]", "[1.5]", "[true]", "[null]", "[{\"a\":[\"ü\",1]}]")) {
			client.answering((event) -> answer);
			List<Arguments> answers = server(0).timeout(TestCluster.TIMEOUT)
				.emitWithAck("ask")
				.block(TestCluster.TIMEOUT);
			assertThat(answers).singleElement()
				.satisfies((arguments) -> assertThat("[" + arguments.get(0, JsonNode.class) + "]").isEqualTo(answer));
		}
		client.answering((event) -> "[]");
		assertThat(server(0).timeout(TestCluster.TIMEOUT).emitWithAck("ask").block(TestCluster.TIMEOUT)).hasSize(1);
	}

	@Test
	void whatCameInTimeIsReported() {
		start(3);
		cluster().connect(0).answering((event) -> "[\"here\"]");
		LocalClient silent = cluster().connect(1).answering((event) -> null);
		cluster().connect(2).answering((event) -> "[\"there\"]");
		cluster().settle();
		StepVerifier.create(server(0).timeout(FAIR).emitWithAck("ask"))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(AckTimeoutException.class,
					(timeout) -> assertThat(texts(timeout.responses())).containsExactlyInAnyOrder("here", "there")))
			.verify(TestCluster.TIMEOUT);
		cluster().finish();
		assertThat(silent.events()).containsExactly("[\"ask\"]");
	}

	@Test
	void answersOfOtherServersCountForTheLimit() {
		start(2);
		String large = "[\"" + "x".repeat(Member.MAX_ACK_BYTES / 2) + "\"]";
		List<LocalClient> clients = List.of(cluster().connect(1), cluster().connect(1), cluster().connect(0));
		clients.get(0).answering((event) -> large);
		clients.get(1).answering((event) -> "[{\"a\":" + large + "}]");
		clients.get(2).answering((event) -> null);
		cluster().settle();
		StepVerifier.create(server(0).timeout(TestCluster.TIMEOUT.multipliedBy(2)).emitWithAck("ask"))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOf(IllegalStateException.class)
				.hasMessageContaining(String.valueOf(Member.MAX_ACK_BYTES)))
			.verify(TestCluster.TIMEOUT);
		clients.forEach((client) -> client.answering((event) -> "[\"small\"]"));
		assertThat(await(server(0).timeout(TestCluster.TIMEOUT).emitWithAck("ask"))).containsOnly("small").hasSize(3);
	}

	@Test
	void emptyRoomIsNotAwaited() {
		start(3);
		cluster().connect(1);
		cluster().settle();
		assertThat(await(server(0).to("empty").timeout(TestCluster.TIMEOUT.multipliedBy(2)).emitWithAck("ask")))
			.isEmpty();
	}

	@Test
	void aSingleSocketOfAnotherServerAnswers() {
		start(2);
		LocalClient client = cluster().connect(1).answering((event) -> "[\"pong\",2]");
		cluster().connect(0);
		cluster().settle();
		RemoteSocket remote = server(0).in(client.id()).fetchSockets().single().block(TestCluster.TIMEOUT);
		Arguments answer = remote.timeout(TestCluster.TIMEOUT).emitWithAck("ping", 1).block(TestCluster.TIMEOUT);
		assertThat(answer.get(0, String.class)).isEqualTo("pong");
		client.answering((event) -> null);
		StepVerifier.create(remote.timeout(SHORT).emitWithAck("ping", 2))
			.expectError(AckTimeoutException.class)
			.verify(TestCluster.TIMEOUT);
		cluster().finish();
		assertThat(client.events()).containsExactly("[\"ping\",1]", "[\"ping\",2]");
	}

}
