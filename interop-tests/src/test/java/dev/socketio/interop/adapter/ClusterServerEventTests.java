package dev.socketio.interop.adapter;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.socketio.adapter.Adapter;
import dev.socketio.adapter.RequestTimeoutException;
import dev.socketio.protocol.Arguments;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Servers talk to each other.
 */
class ClusterServerEventTests extends AdapterBehaviour {

	ClusterServerEventTests(AdapterUnderTest adapter) {
		super(adapter);
	}

	private static List<String> texts(List<Arguments> answers) {
		return answers.stream().map((answer) -> String.valueOf(answer.get(0, String.class))).toList();
	}

	private static List<String> await(Mono<List<Arguments>> answers) {
		return texts(answers.blockOptional(TestCluster.TIMEOUT).orElseThrow());
	}

	/** Let a server keep what it is told, and answer with its number. */
	private List<String> listen(int server, String event) {
		List<String> heard = new CopyOnWriteArrayList<>();
		server(server).onServerSide(event, (args, ack) -> {
			heard.add(String.valueOf(args.toList()));
			ack.send("from " + server);
		});
		return heard;
	}

	@Test
	void othersHearAnEventOnceAndInOrder() {
		start(3);
		List<List<String>> heard = List.of(listen(0, "e"), listen(1, "e"), listen(2, "e"));
		for (int i = 0; i < 50; i++) {
			server(0).serverSideEmit("e", i, "Grüße", List.of(i));
		}
		// who has heard the last one has heard all
		listen(1, "last");
		listen(2, "last");
		assertThat(await(server(0).serverSideEmitWithAck("last"))).containsExactlyInAnyOrder("from 1", "from 2");
		assertThat(heard.get(0)).isEmpty();
		assertThat(heard.get(1)).hasSize(50).isEqualTo(heard.get(2));
		assertThat(heard.get(1).get(49)).startsWith("[49, Grüße");
	}

	@Test
	void bytesAndNullsTravel() {
		start(2);
		List<JsonNode> heard = new CopyOnWriteArrayList<>();
		server(1).onServerSide("e", (args, ack) -> {
			ack.send(Map.of("n", args.size(), "first", args.get(0) == null));
			heard.add(args.get(1, JsonNode.class));
		});
		List<Arguments> answers = server(0).serverSideEmitWithAck("e", null, new byte[] { 1, 2 })
			.block(TestCluster.TIMEOUT);
		assertThat(answers).singleElement()
			.satisfies((answer) -> assertThat(answer.get(0, JsonNode.class))
				.isEqualTo(JsonMapper.shared().readTree("{\"n\":2,\"first\":true}")));
		TestCluster.await("the event", () -> heard.size() == 1);
		if (adapter().has(AdapterUnderTest.Fact.SERVER_EVENTS_ARE_JSON)) {
			assertThat(heard.get(0)).hasToString("{\"type\":\"Buffer\",\"data\":[1,2]}");
		}
		else {
			assertThat(heard.get(0).binaryValue()).containsExactly(1, 2);
		}
	}

	@Test
	void noOtherServersMeansNoAnswers() {
		start(1);
		listen(0, "e");
		assertThat(await(server(0).serverSideEmitWithAck("e"))).isEmpty();
		server(0).serverSideEmit("e");
	}

	@Test
	void oneOtherAnswers() {
		start(2);
		listen(1, "e");
		assertThat(await(server(0).serverSideEmitWithAck("e"))).containsExactly("from 1");
	}

	@Test
	void twoOthersAnswerAndMayAskThemselves() {
		start(3);
		for (int server = 0; server < 3; server++) {
			listen(server, "e");
		}
		assertThat(await(server(0).serverSideEmitWithAck("e"))).containsExactlyInAnyOrder("from 1", "from 2");
		assertThat(await(server(1).serverSideEmitWithAck("e"))).containsExactlyInAnyOrder("from 0", "from 2");
		assertThat(await(server(2).serverSideEmitWithAck("e"))).containsExactlyInAnyOrder("from 0", "from 1");
	}

	@Test
	void aMissingAnswerIsAnErrorWithTheOthers() {
		start(3, Timing.BRISK_REQUESTS, null);
		listen(1, "e");
		List<String> silent = new CopyOnWriteArrayList<>();
		server(2).onServerSide("e", (args, ack) -> silent.add("heard"));
		StepVerifier.create(server(0).serverSideEmitWithAck("e"))
			.expectErrorSatisfies((error) -> assertThat(error)
				.isInstanceOfSatisfying(RequestTimeoutException.class,
						(timeout) -> assertThat(texts(timeout.responses())).containsExactly("from 1"))
				.hasMessageContaining("1 responses received out of 2"))
			.verify(TestCluster.TIMEOUT);
		TestCluster.await("the event", () -> !silent.isEmpty());
		assertThat(silent).containsExactly("heard");
	}

	@Test
	void namespacesHaveTheirOwnEvents() {
		start(2);
		cluster().members().forEach((member) -> member.namespace("/chat"));
		cluster().awaitAll("/chat");
		List<String> main = listen(1, "e");
		List<String> chat = new CopyOnWriteArrayList<>();
		server(1).of("/chat").onServerSide("e", (args, ack) -> {
			chat.add(String.valueOf(args.toList()));
			ack.send("chat");
		});
		assertThat(await(server(0).of("/chat").serverSideEmitWithAck("e", 1))).containsExactly("chat");
		assertThat(await(server(0).serverSideEmitWithAck("e", 2))).containsExactly("from 1");
		assertThat(main).containsExactly("[2]");
		assertThat(chat).containsExactly("[1]");
	}

	@Test
	void customRequestsAreAnsweredByAllServers() {
		start(3);
		for (int i = 0; i < 3; i++) {
			String name = "server " + i + " got ";
			cluster().member(i).adapter().customHook((data) -> name + data.get(0, String.class));
		}
		Adapter adapter = cluster().member(0).adapter();
		assertThat(await(adapter.customRequest("x"))).containsExactlyInAnyOrder("server 0 got x", "server 1 got x",
				"server 2 got x");
	}

}
