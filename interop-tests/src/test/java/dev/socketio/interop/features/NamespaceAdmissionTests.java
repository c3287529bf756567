package dev.socketio.interop.features;

import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.ServerUnderTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Middlewares of namespaces: those who refuse, and those who take their time.
 */
@ServerUnderTest
class NamespaceAdmissionTests {

	private static final String REFUSAL = """
			{"message":"not authorized","data":{"content":"Please retry later"}}""";

	@RegisterExtension
	static final Clients clients = new Clients(Mount.SOCKET_IO_FEATURES);

	@ParameterizedTest
	@EnumSource
	void refusedClientMayTryAgain(Transport transport) {
		Client client = clients.open(transport);
		client.send("0/auth,", "0/auth,{\"token\":\"wrong\"}");
		assertThat(client.next().text()).isEqualTo("4/auth," + REFUSAL);
		assertThat(client.next().text()).isEqualTo("4/auth," + REFUSAL);
		client.join("/auth", "{\"token\":\"valid\",\"other\":[1]}");
		assertThat(client.next().text()).isEqualTo("2/auth,[\"welcome\",{\"token\":\"valid\",\"other\":[1]}]");
	}

	@ParameterizedTest
	@EnumSource
	void refusalConcernsOneNamespace(Transport transport) {
		Client client = clients.connect(transport);
		client.send("0/auth,");
		assertThat(client.next().text()).isEqualTo("4/auth," + REFUSAL);
		assertThat(client.ask("transport").isString()).isTrue();
	}

	@Test
	void refusedNamespaceIsNotJoined() {
		Client client = clients.connect(Transport.WEBSOCKET);
		client.send("0/auth,");
		client.next();
		client.send("2/auth,[\"hello\"]");
		assertThat(client.awaitClose()).isEmpty();
	}

	@Test
	void refusedSocketIsNotAnnounced() {
		Client observer = clients.connect(Transport.WEBSOCKET).join("/observer");
		Client client = clients.open(Transport.WEBSOCKET);
		client.send("0/auth,");
		client.next();
		String id = client.join("/auth", "{\"token\":\"valid\"}").id();
		client.link().close();
		Packet report = observer.await((packet) -> packet.isEvent("/observer", "disconnected")
				&& packet.data().get(1).get("nsp").stringValue().equals("/auth"));
		assertThat(report.data().get(1).get("id").stringValue()).isEqualTo(id);
	}

	@Test
	void refusalsDoNotStopTheConnectTimer() {
		Client client = clients.open(Transport.WEBSOCKET);
		client.send("0/auth,");
		assertThat(client.awaitClose()).extracting(Packet::type).containsExactly('4');
	}

	@ParameterizedTest
	@EnumSource
	void slowMiddlewareIsWaitedFor(Transport transport) {
		Client client = clients.connect(transport);
		long start = System.nanoTime();
		client.send("0/slow,");
		assertThat(client.ask("transport").isString()).isTrue();
		client.await((packet) -> packet.type() == '0' && packet.namespace().equals("/slow"));
		assertThat(System.nanoTime() - start).isGreaterThan(290_000_000L);
	}

	@ParameterizedTest
	@ValueSource(strings = { "2/slow,[\"hello\"]", "2/slow,1[\"hello\"]", "3/slow,1[]", "1/slow," })
	void packetWhileTheMiddlewareRunsClosesTheConnection(String packet) {
		Client client = clients.connect(Transport.WEBSOCKET);
		client.send("0/slow,", packet);
		assertThat(client.awaitClose()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	@Tag("stricter-than-node")
	void secondConnectWhileTheMiddlewareRunsClosesTheConnection(Transport transport) {
		Client client = clients.connect(transport);
		client.send("0/slow,", "0/slow,");
		assertThat(client.awaitClose()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void connectionMayEndWhileTheMiddlewareRuns(Transport transport) {
		Client observer = clients.connect(Transport.WEBSOCKET).join("/observer");
		Client leaver = clients.open(transport);
		leaver.link().closeBehind("0/slow,");
		Client stayer = clients.connect(transport).join("/slow");
		stayer.send("1/slow,");
		Packet report = observer.await((packet) -> packet.isEvent("/observer", "disconnected")
				&& packet.data().get(1).get("nsp").stringValue().equals("/slow"));
		assertThat(report.data().get(1).get("id").stringValue()).isEqualTo(stayer.id());
		assertThat(report.data().get(1).get("reason").stringValue()).isEqualTo("client namespace disconnect");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/AUTH", "/Slow", "/auth/", "/auth?a=b", "/auth ", "//auth", "/observer%20", "/Dyn-1",
			"/dyn-1a", "/dyn-", "/x/dyn-1", "/dyn-1\\n" })
	void otherNamesAreOtherNamespaces(String name) {
		Client client = clients.connect(Transport.WEBSOCKET);
		client.send("0" + name + ",{\"token\":\"valid\"}");
		assertThat(client.next().text()).isEqualTo("4" + name + ",{\"message\":\"Invalid namespace\"}");
	}

}
