package dev.socketio.interop.features;

import java.util.ArrayList;
import java.util.List;

import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.ServerUnderTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Namespaces that come into being when a client asks for them.
 */
@ServerUnderTest
class DynamicNamespaceTests {

	@RegisterExtension
	static final Clients clients = new Clients(Mount.SOCKET_IO_FEATURES);

	private final Client watcher = clients.connect(Transport.WEBSOCKET);

	private List<String> namespaces() {
		return Client.texts(this.watcher.ask("namespaces"));
	}

	private void awaitGone(String name) {
		Awaitility.await(name).atMost(Client.TIMEOUT).until(() -> !namespaces().contains(name));
	}

	@ParameterizedTest
	@EnumSource
	void patternAdmits(Transport transport) {
		Client client = clients.connect(transport).join("/dyn-101");
		assertThat(client.next().text()).isEqualTo("2/dyn-101,[\"nsp\",\"/dyn-101\"]");
		assertThat(namespaces()).contains("/dyn-101");
	}

	@ParameterizedTest
	@EnumSource
	void functionAdmits(Transport transport) {
		Client client = clients.connect(transport).join("/fn-102", "{\"ok\":true}");
		assertThat(client.next().text()).isEqualTo("2/fn-102,[\"nsp\",\"/fn-102\"]");
		assertThat(namespaces()).contains("/fn-102");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "{\"ok\":false}", "{\"ok\":1}", "{\"ok\":\"true\"}", "{\"ok\":null}",
			"{\"OK\":true}" })
	void functionRefuses(String auth) {
		Client client = clients.connect(Transport.WEBSOCKET);
		client.send("0/fn-103," + auth);
		assertThat(client.next().text()).isEqualTo("4/fn-103,{\"message\":\"Invalid namespace\"}");
		assertThat(namespaces()).doesNotContain("/fn-103");
		client.join("/fn-103", "{\"ok\":true}");
	}

	@ParameterizedTest
	@EnumSource
	void parentReachesItsChildrenOnly(Transport transport) {
		Client first = clients.connect(transport).join("/dyn-104");
		Client second = clients.connect(transport).join("/dyn-105").join("/dyn-106");
		Client other = clients.connect(transport).join("/fn-104", "{\"ok\":true}");
		first.send("2/dyn-104,1[\"parent-emit\"]");
		first.awaitEvent("/dyn-104", "from-parent");
		first.await((packet) -> packet.isAck("1") && packet.namespace().equals("/dyn-104"));
		second.awaitEvent("/dyn-105", "from-parent");
		second.awaitEvent("/dyn-106", "from-parent");
		for (Client client : List.of(first, second, other, this.watcher)) {
			client.ask("transport");
			assertThat(client.received()).noneMatch((packet) -> packet.text().contains("from-parent"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/dyn-107", "/fn-107" })
	void emptyChildIsRemovedWhenTheLastClientLeaves(String name) {
		Client first = clients.connect(Transport.WEBSOCKET).join(name, "{\"ok\":true}");
		Client second = clients.connect(Transport.WEBSOCKET).join(name, "{\"ok\":true}");
		first.send("1" + name + ",");
		first.ask("transport");
		assertThat(namespaces()).contains(name);
		second.send("1" + name + ",");
		awaitGone(name);
		first.join(name, "{\"ok\":true}");
		first.awaitEvent(name, "nsp");
		assertThat(namespaces()).contains(name);
	}

	@ParameterizedTest
	@EnumSource
	void emptyChildIsRemovedWhenTheConnectionIsLost(Transport transport) {
		Client client = clients.open(transport).join("/dyn-108");
		client.link().cut();
		awaitGone("/dyn-108");
	}

	@Test
	void staticNamespacesStay() {
		Client client = clients.connect(Transport.WEBSOCKET).join("/auth", "{\"token\":\"valid\"}");
		client.send("1/auth,");
		client.ask("transport");
		assertThat(namespaces()).contains("/", "/auth", "/slow", "/observer");
	}

	@Test
	void clientsThatComeTogetherShareTheNamespace() {
		List<Client> all = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			all.add(clients.open(Transport.WEBSOCKET));
		}
		all.forEach((client) -> client.send("0/dyn-109,"));
		all.forEach((client) -> client.awaitEvent("/dyn-109", "nsp"));
		assertThat(namespaces()).containsOnlyOnce("/dyn-109");
		all.get(0).send("2/dyn-109,1[\"parent-emit\"]");
		all.forEach((client) -> client.awaitEvent("/dyn-109", "from-parent"));
		all.forEach((client) -> client.link().close());
		awaitGone("/dyn-109");
	}

	@Test
	void comingAndGoingLeavesNothingBehind() {
		int before = namespaces().size();
		Client client = clients.connect(Transport.WEBSOCKET);
		for (int i = 0; i < 500; i++) {
			String name = "/dyn-2" + i;
			client.send("0" + name + ",", "0/fn-2" + i + ",{\"ok\":false}");
			client.awaitEvent(name, "nsp");
			client.send("1" + name + ",");
		}
		client.ask("transport");
		assertThat(namespaces()).hasSize(before);
	}

}
