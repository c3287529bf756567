package dev.socketio.interop.socketio;

import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Packets that are against the grammar: the connection is closed and no listener sees
 * them, nor what follows them.
 */
class MalformedPacketTests {

	private static final byte[] DATA = { 1, 2, 3 };

	private static final String P0 = "{\"_placeholder\":true,\"num\":0}";

	@RegisterExtension
	static final ProtocolServer server = new ProtocolServer();

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource({ "types", "events", "reservedNames", "ids", "otherPackets", "json", "attachmentCounts",
			"attachmentSequences", "placeholders" })
	void closesTheConnection(Transport transport, Case row) {
		expectClosed(transport, row);
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource
	@Tag("stricter-than-node")
	void closesTheConnectionThoughNodeIsLenient(Transport transport, Case row) {
		expectClosed(transport, row);
	}

	private void expectClosed(Transport transport, Case row) {
		try (Client client = server.connect(transport)) {
			client.send(row.followedBy("2[\"message\",\"after\"]"));
			client.expectClosedWithoutAnswer();
		}
	}

	static Stream<Arguments> types() {
		return Case.onEachTransport(Case.of(""), Case.of("7"), Case.of("7[\"message\"]"), Case.of("8"), Case.of("9"),
				Case.of("9[\"message\"]"), Case.of("a"), Case.of("abc"), Case.of("-1"), Case.of("-2[\"message\"]"),
				Case.of("[\"message\"]"), Case.of("{}"), Case.of("/custom"), Case.of(",2[\"message\"]"),
				Case.of("\uFF12[\"message\"]"), Case.of("\u0662[\"message\"]"), Case.of("\u0000"),
				Case.of("\uD83D\uDE80"));
	}

	static Stream<Arguments> events() {
		return Case.onEachTransport(Case.of("2{}"), Case.of("2{\"0\":\"message\"}"), Case.of("2[]"), Case.of("2null"),
				Case.of("2true"), Case.of("2\"message\""), Case.of("2[null]"), Case.of("2[null,\"message\"]"),
				Case.of("2[true]"), Case.of("2[{}]"), Case.of("2[{\"toString\":\"message\"}]"), Case.of("2[[]]"),
				Case.of("2[[\"message\"]]"), Case.of("2message"), Case.of("2/custom,[]"), Case.of("2/custom,{}"),
				Case.of("21{}"), Case.of("21[]"), Case.of("21null"),
				Case.of("51-[" + P0 + "]", "51-[" + P0 + "]", DATA), Case.of("51-{}", "51-{\"a\":" + P0 + "}", DATA),
				Case.of("51-[]", "51-[]", DATA), Case.of("51-null", "51-null", DATA));
	}

	static Stream<Arguments> reservedNames() {
		return Stream.of("connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener")
			.flatMap((name) -> Case.onEachTransport(Case.of("2[\"" + name + "\"]"),
					Case.of("2[\"" + name + "\",\"transport close\"]"), Case.of("21[\"" + name + "\"]"),
					Case.of("2/custom,[\"" + name + "\"]"),
					Case.of("2[\"\\u00" + Integer.toHexString(name.charAt(0)) + name.substring(1) + "\"]"),
					Case.of("binary " + name, "51-[\"" + name + "\"," + P0 + "]", DATA)));
	}

	static Stream<Arguments> ids() {
		return Case.onEachTransport(Case.of("2abc[\"message-with-ack\"]"), Case.of("2-1[\"message-with-ack\"]"),
				Case.of("2+1[\"message-with-ack\"]"), Case.of("21.5[\"message-with-ack\"]"),
				Case.of("21e3[\"message-with-ack\"]"), Case.of("20x1[\"message-with-ack\"]"),
				Case.of("21,[\"message-with-ack\"]"), Case.of("21-[\"message-with-ack\"]"),
				Case.of("2\uFF11[\"message-with-ack\"]"), Case.of("2\u0661[\"message-with-ack\"]"), Case.of("3-1[]"),
				Case.of("3abc[]"), Case.of("31.5[]"), Case.of("61--1[" + P0 + "]"));
	}

	static Stream<Arguments> otherPackets() {
		return Case.onEachTransport(Case.of("31{}"), Case.of("31null"), Case.of("31\"a\""), Case.of("31true"),
				Case.of("3{}"), Case.of("31["), Case.of("3/custom,1{}"), Case.of("61-1{}"), Case.of("1{}"),
				Case.of("1[]"), Case.of("1null"), Case.of("1\"a\""), Case.of("1abc"), Case.of("1/custom,{}"),
				Case.of("1/custom,[\"a\"]"), Case.of("0[]"), Case.of("0null"), Case.of("4{\"message\":\"refused\"}"),
				Case.of("4\"refused\""), Case.of("4/custom,{\"message\":\"a\"}"));
	}

	static Stream<Arguments> json() {
		return Case.onEachTransport(Case.of("2["), Case.of("2[\"message\""), Case.of("2[\"message"),
				Case.of("2[\"message\",]"), Case.of("2[\"message\",,1]"), Case.of("2[,\"message\"]"),
				Case.of("2[\"message\" 1]"), Case.of("2[\"message\"]]"), Case.of("2[\"message\"]x"),
				Case.of("2[\"message\"],"), Case.of("2[\"message\"][\"message\"]"), Case.of("2[\"message\"]{}"),
				Case.of("2[\"message\"]2[\"message\"]"), Case.of("2[\"message\"]\u0000"), Case.of("2['message']"),
				Case.of("2[message]"), Case.of("2[\"message\",NaN]"), Case.of("2[\"message\",Infinity]"),
				Case.of("2[\"message\",undefined]"), Case.of("2[\"message\",+1]"), Case.of("2[\"message\",01]"),
				Case.of("2[\"message\",1.]"), Case.of("2[\"message\",.5]"), Case.of("2[\"message\",1e]"),
				Case.of("2[\"message\",-]"), Case.of("2[\"message\",0x1]"), Case.of("2[\"message\",1_0]"),
				Case.of("2[\"message\",TRUE]"), Case.of("2[\"message\",nul]"), Case.of("2[\"message\",{a:1}]"),
				Case.of("2[\"message\",{\"a\"}]"), Case.of("2[\"message\",{\"a\":}]"), Case.of("2[\"message\",{1:1}]"),
				Case.of("2[\"message\",{\"a\":1,}]"), Case.of("2[\"message\",{\"a\":1]"), Case.of("2[\"message\",[1}]"),
				Case.of("2[\"message\",\"\n\"]"), Case.of("2[\"message\",\"\t\"]"),
				Case.of("2[\"message\",\"\u0000\"]"), Case.of("2[\"message\",\"\\x41\"]"),
				Case.of("2[\"message\",\"\\u12\"]"), Case.of("2[\"message\",\"\\uzzzz\"]"),
				Case.of("2[\"message\",\"\\\"]"), Case.of("2[\"message\"/**/]"), Case.of("2[\"message\"]//"),
				Case.of("2[\uFEFF\"message\"]"), Case.of("2[\"message\",\u00A01]"), Case.of("2[\"message\",\u20281]"),
				Case.of("2(\"message\")"), Case.of("200 000 brackets never closed", "2" + "[".repeat(200_000)),
				Case.of("string never closed", "2[\"message\",\"" + "x".repeat(200_000)));
	}

	static Stream<Arguments> attachmentCounts() {
		String event = "[\"message\"," + P0 + "]";
		return Case.onEachTransport(Case.of("5"), Case.of("5-"), Case.of("51"), Case.of("5[\"message\"]"),
				Case.of("51[\"message\"]"), Case.of("51[\"mess-age\"]"), Case.of("5-[\"message\"]"), count("-1", event),
				count("-", event), count("0", event), count("00", event), count("1.5", event), count("1,", event),
				count("a", event), count("11", event), count("1000", event), count("100000", event),
				count("2147483647", event), count("2147483648", event), count("4294967297", event),
				count("1" + "0".repeat(23), event), count("9".repeat(400), event), count("Infinity", event),
				count("NaN", event), count("\uFF11", event), count("\u0661", event), Case.of("50-[\"message\"]"),
				Case.of("60-1[]"), Case.of("6-1[]"), Case.of("61[]"), Case.of("611-1[]"), Case.of("6"),
				Case.of("50-/custom,[\"message\"]"));
	}

	private static Case count(String count, String payload) {
		return Case.of(Message.shortened(count) + " attachments", "5" + count + "-" + payload, DATA);
	}

	static Stream<Arguments> attachmentSequences() {
		String header = "51-[\"message\"," + P0 + "]";
		return Case.onEachTransport(Case.of("attachment without header", (Object) DATA),
				Case.of("empty attachment without header", (Object) new byte[0]),
				Case.of("attachment too many", "51-[\"unknown\"," + P0 + "]", DATA, DATA),
				Case.of("attachment of a text event", "2[\"unknown\"]", DATA),
				Case.of("text between header and attachment", header, "2[\"message\",1]", DATA),
				Case.of("header between header and attachment", header, header, DATA, DATA),
				Case.of("other namespace between header and attachment", header, "2/custom,[\"message\"]", DATA),
				Case.of("CONNECT between header and attachment", header, "0/custom", DATA),
				Case.of("DISCONNECT between header and attachment", header, "1", DATA),
				Case.of("text between attachments", "52-[\"message\"," + P0 + "]", DATA, "2[\"message\",1]", DATA),
				Case.of("attachment missing", "52-[\"message\"," + P0 + "]", DATA));
	}

	static Stream<Arguments> placeholders() {
		return Case.onEachTransport(placeholder("1"), placeholder("10"), placeholder("-1"), placeholder("2147483647"),
				placeholder("2147483648"), placeholder("4294967296"), placeholder("18446744073709551616"),
				placeholder("9".repeat(400)), placeholder("1e400"), placeholder("1e3"), placeholder("\"0\""),
				placeholder("\"length\""), placeholder("\"__proto__\""), placeholder("null"), placeholder("true"),
				placeholder("false"), placeholder("{}"), placeholder("[]"), placeholder("[0]"),
				Case.of("no index", "51-[\"message\",{\"_placeholder\":true}]", DATA),
				Case.of("nested illegal placeholder", "51-[\"message\",{\"a\":[{\"_placeholder\":true,\"num\":1}]}]",
						DATA),
				Case.of("illegal beside a legal placeholder",
						"51-[\"message\"," + P0 + ",{\"_placeholder\":true,\"num\":1}]", DATA),
				Case.of("illegal placeholder of an acknowledgement", "61-1[{\"_placeholder\":true,\"num\":1}]", DATA));
	}

	private static Case placeholder(String index) {
		return Case.of("index " + Message.shortened(index),
				"51-[\"message\",{\"_placeholder\":true,\"num\":" + index + "}]", DATA);
	}

	static Stream<Arguments> closesTheConnectionThoughNodeIsLenient() {
		return Case.onEachTransport(placeholder("0.5"), placeholder("1e-3"), count("+1", "[\"message\"," + P0 + "]"),
				count("1e0", "[\"message\"," + P0 + "]"), count("0x1", "[\"message\"," + P0 + "]"),
				count(" 1", "[\"message\"," + P0 + "]"), count("1 ", "[\"message\"," + P0 + "]"),
				Case.of("2 100 000 bytes of attachments", "53-[\"message\"]", new byte[700_000], new byte[700_000],
						new byte[700_000]),
				Case.of("attachment used twice", "51-[\"message\"," + P0 + "," + P0 + "]", DATA),
				Case.of("name of 257 characters", "2[\"" + "e".repeat(257) + "\"]"),
				Case.of("namespace of 257 characters", "0/" + "n".repeat(256)),
				Case.of("1001 arguments", "2[\"message\"" + ",1".repeat(1001) + "]"));
	}

}
