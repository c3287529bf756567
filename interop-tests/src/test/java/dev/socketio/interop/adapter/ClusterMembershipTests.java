package dev.socketio.interop.adapter;

import java.util.List;
import java.util.regex.Pattern;

import dev.socketio.protocol.Arguments;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Servers come and go.
 */
class ClusterMembershipTests extends AdapterBehaviour {

	ClusterMembershipTests(AdapterUnderTest adapter) {
		super(adapter);
	}

	private int answers(int server) {
		Mono<List<Arguments>> answers = server(server).serverSideEmitWithAck("ask");
		return answers.blockOptional(TestCluster.TIMEOUT).orElseThrow().size();
	}

	private void answerEverywhere() {
		cluster().members().forEach((member) -> member.server().onServerSide("ask", (args, ack) -> ack.send("answer")));
	}

	@Test
	void serversAreCountedForEachNamespace() {
		start(3);
		server(0).of("/chat");
		cluster().awaitMembers("/chat", cluster().member(0));
		server(1).of("/chat");
		cluster().awaitMembers("/chat", cluster().member(0), cluster().member(1));
		assertThat(cluster().member(2).count("/")).isEqualTo(3);
		cluster().add();
		cluster().awaitAll("/");
		assertThat(cluster().member(0).count("/chat")).isEqualTo(2);
	}

	@Test
	void aClosedServerDoesNotCount() {
		start(3, adapter().has(AdapterUnderTest.Fact.SAYS_GOODBYE) ? Timing.PATIENT : Timing.BRISK, null);
		answerEverywhere();
		LocalClient client = cluster().connect(2);
		Member first = cluster().member(0);
		Member second = cluster().member(1);
		cluster().member(2).close();
		TestCluster.await("end of the connection", client::isClosed);
		cluster().awaitMembers("/", first, second);
		assertThat(answers(0)).isEqualTo(1);
		assertThat(answers(1)).isEqualTo(1);
		assertThat(server(0).fetchSockets().collectList().block(TestCluster.TIMEOUT)).isEmpty();
		assertThat(server(0).timeout(TestCluster.TIMEOUT).emitWithAck("ask").block(TestCluster.TIMEOUT)).isEmpty();
	}

	@Test
	void aVanishedServerDoesNotCountForLong() {
		start(3, Timing.BRISK, null);
		answerEverywhere();
		LocalClient here = cluster().connect(0);
		LocalClient there = cluster().connect(1);
		LocalClient lost = cluster().connect(2);
		cluster().settle();
		Member first = cluster().member(0);
		Member second = cluster().member(1);
		cluster().member(2).vanish();
		cluster().awaitMembers("/", first, second);
		assertThat(answers(0)).isEqualTo(1);
		assertThat(server(0).timeout(TestCluster.TIMEOUT).emitWithAck("ask").block(TestCluster.TIMEOUT)).hasSize(2);
		// the server that is alone goes on for its own clients
		server(2).emit("alone");
		TestCluster.await("local event", () -> lost.events().contains("[\"alone\"]"));
		server(0).emit("together");
		cluster().finish(List.of(first));
		assertThat(here.events()).containsExactly("[\"ask\"]", "[\"together\"]");
		assertThat(there.events()).containsExactly("[\"ask\"]", "[\"together\"]");
		assertThat(lost.events()).doesNotContain("[\"together\"]");
	}

	@Test
	void aRequestEndsWhenAServerVanishesMeanwhile() {
		start(2, Timing.BRISK, null);
		cluster().member(1).vanish();
		Mono<List<Arguments>> answers = server(0).serverSideEmitWithAck("ask");
		// with or without an error, depending on what is noticed first
		assertThat(answers.onErrorReturn(List.of()).block(TestCluster.TIMEOUT)).isEmpty();
		assertThat(server(0).fetchSockets()
			.onErrorResume((error) -> Flux.empty())
			.collectList()
			.block(TestCluster.TIMEOUT)).isEmpty();
		cluster().awaitMembers("/", cluster().member(0));
	}

	@Test
	void aNamespaceMayEndAndComeBack() {
		start(2);
		cluster().members().forEach((member) -> member.server().of(Pattern.compile("/room-\\d")));
		for (int i = 0; i < 5; i++) {
			LocalClient here = cluster().connect(0, "/room-1", new String[] { "r" });
			LocalClient there = cluster().connect(1, "/room-1", new String[] { "r" });
			cluster().settle();
			server(0).of("/room-1").to("r").emit("round", i);
			server(1).of("/room-1").emit("end", i);
			cluster().finish();
			assertThat(here.events()).containsExactlyInAnyOrder("[\"round\"," + i + "]", "[\"end\"," + i + "]");
			assertThat(there.events()).containsExactlyInAnyOrder("[\"round\"," + i + "]", "[\"end\"," + i + "]");
			here.close();
			there.close();
			TestCluster.await("end of the namespace",
					() -> cluster().members()
						.stream()
						.noneMatch((member) -> member.server()
							.namespaces()
							.stream()
							.anyMatch((namespace) -> namespace.name().equals("/room-1"))));
		}
	}

	@Test
	void serversMayCloseAtTheSameTime() {
		start(3, adapter().has(AdapterUnderTest.Fact.SAYS_GOODBYE) ? Timing.PATIENT : Timing.BRISK, null);
		LocalClient stays = cluster().connect(0);
		List<LocalClient> leave = List.of(cluster().connect(1), cluster().connect(2));
		cluster().settle();
		Flux.just(cluster().member(1), cluster().member(2))
			.flatMap((member) -> Mono.fromRunnable(member::close).subscribeOn(Schedulers.boundedElastic()))
			.blockLast(TestCluster.TIMEOUT);
		TestCluster.await("end of the connections", () -> leave.stream().allMatch(LocalClient::isClosed));
		cluster().awaitMembers("/", cluster().member(0));
		assertThat(answers(0)).isZero();
		server(0).emit("still here");
		cluster().finish(List.of(cluster().member(0)));
		assertThat(stays.events()).containsExactly("[\"still here\"]");
	}

}
