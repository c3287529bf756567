package dev.socketio.interop.socketio;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.socketio.interop.client.Mount;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Joining namespaces: the forms of CONNECT, its answers and the authentication payload.
 */
class ConnectTests {

	@RegisterExtension
	static final ProtocolServer server = new ProtocolServer();

	@ParameterizedTest
	@EnumSource
	void connectIsAnsweredBeforeTheFirstEvent(Transport transport) {
		for (Mount mount : List.of(Mount.SOCKET_IO_PATIENT, Mount.SOCKET_IO_QUIET)) {
			try (Client client = server.open(transport, mount)) {
				client.send("0");
				client.expectConnected("/");
				client.expectEvent("/", "[\"auth\",{}]");
				client.roundTrip();
			}
		}
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource
	void formsOfConnect(Transport transport, String packet, String namespace, String auth) {
		try (Client client = server.open(transport)) {
			client.send(packet);
			client.expectConnected(namespace);
			client.expectEvent(namespace, "[\"auth\"," + auth + "]");
		}
	}

	static Stream<Arguments> formsOfConnect() {
		return Stream.of(Transport.values())
			.flatMap((transport) -> Stream.of(Arguments.of(transport, "0", "/", "{}"),
					Arguments.of(transport, "0{}", "/", "{}"),
					Arguments.of(transport, "0{\"token\":\"x\"}", "/", "{\"token\":\"x\"}"),
					Arguments.of(transport, "0{ \"token\" : \"x\" }", "/", "{\"token\":\"x\"}"),
					Arguments.of(transport, "0/", "/", "{}"), Arguments.of(transport, "0/,", "/", "{}"),
					Arguments.of(transport, "0/,{\"a\":[1,null]}", "/", "{\"a\":[1,null]}"),
					Arguments.of(transport, "0/custom", "/custom", "{}"),
					Arguments.of(transport, "0/custom,", "/custom", "{}"),
					Arguments.of(transport, "0/custom,{}", "/custom", "{}"),
					Arguments.of(transport, "0/custom,{\"a\":1}", "/custom", "{\"a\":1}")));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource
	void authenticationPayloads(Transport transport, Case row) {
		try (Client client = server.open(transport)) {
			client.send("0" + row.packets()[0]);
			client.expectConnected("/");
			client.expectEvent("/", "[\"auth\"," + row.packets()[0] + "]");
			client.roundTrip();
		}
	}

	static Stream<Arguments> authenticationPayloads() {
		return Case.onEachTransport(
				Case.of("every type",
						"{\"s\":\"\",\"i\":1,\"d\":-1.5,\"t\":true,\"f\":false,\"n\":null,\"a\":[],\"o\":{}}"),
				Case.of("Unicode", "{\"ключ\":\"值 \uD83D\uDE80\"}"),
				Case.of("names of prototype members",
						"{\"__proto__\":{\"admin\":true},\"constructor\":{\"prototype\":{\"x\":1}},\"toString\":\"a\"}"),
				Case.of("empty key", "{\"\":\"\"}"), Case.of("keys of the protocol", "{\"sid\":\"a\",\"pid\":\"b\"}"),
				Case.of("types of recovery", "{\"pid\":{\"a\":1},\"offset\":[1]}"),
				Case.of("placeholder", "{\"a\":{\"_placeholder\":true,\"num\":0}}"),
				Case.of("unknown recovery session", "{\"pid\":\"unknown\",\"offset\":\"__proto__\"}"),
				Case.of("long", "{\"token\":\"" + "x".repeat(16_000) + "\"}"));
	}

	@ParameterizedTest
	@EnumSource
	void everyNamespaceHasItsOwnSocketId(Transport transport) {
		Set<String> ids = new HashSet<>();
		for (int i = 0; i < 3; i++) {
			try (Client client = server.open(transport)) {
				ids.add(client.join("/"));
				ids.add(client.join("/custom"));
			}
		}
		assertThat(ids).hasSize(6);
	}

	@ParameterizedTest
	@EnumSource
	void authenticationPayloadBelongsToTheNamespace(Transport transport) {
		try (Client client = server.open(transport)) {
			client.send("0{\"for\":\"main\"}", "0/custom,{\"for\":\"custom\"}");
			client.expectConnected("/");
			client.expectEvent("/", "[\"auth\",{\"for\":\"main\"}]");
			client.expectConnected("/custom");
			client.expectEvent("/custom", "[\"auth\",{\"for\":\"custom\"}]");
		}
	}

	@ParameterizedTest
	@EnumSource
	void mainNamespaceIsNotJoinedByJoiningAnother(Transport transport) {
		try (Client client = server.open(transport)) {
			client.join("/custom");
			client.join("/");
			client.roundTrip();
		}
	}

	@ParameterizedTest
	@EnumSource
	void nothingIsSentBeforeConnect(Transport transport) {
		try (Client client = server.open(transport)) {
			client.send("0/unknown");
			client.expectInvalidNamespace("/unknown");
			client.join("/");
		}
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource
	void malformedConnectClosesTheConnection(Transport transport, Case row) {
		try (Client client = server.open(transport)) {
			client.send(row.packets());
			client.expectClosedWithoutAnswer();
		}
	}

	static Stream<Arguments> malformedConnectClosesTheConnection() {
		return Case.onEachTransport(Case.of("0[]"), Case.of("0[{}]"), Case.of("0null"), Case.of("0true"),
				Case.of("0\"a\""), Case.of("0{"), Case.of("0{\"token\":\"x\""), Case.of("0{token:1}"),
				Case.of("0{\"a\":1}}"), Case.of("0{\"a\":1}x"), Case.of("0{'a':1}"), Case.of("0abc"),
				Case.of("0custom"), Case.of("0-1"), Case.of("0,{}"), Case.of("0/custom,[]"), Case.of("0/custom,null"),
				Case.of("0/custom,{"), Case.of("0/custom,,"), Case.of("0/custom,/other"), Case.of("0/unknown,[]"));
	}

}
