package dev.socketio.interop.socketio;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Arguments that an event and an acknowledgement carry unchanged. The first packet of
 * each row is a JSON array without its brackets.
 */
final class ArgumentCases {

	static final Case[] ALL = { Case.of("no argument", ""), Case.of("one string", "\"hello\""),
			Case.of("several arguments", "1,\"2\",{\"3\":[true]}"), Case.of("empty string", "\"\""),
			Case.of("numbers", "0,-0.5,1,-1,123456789012,9007199254740991,-9007199254740991,1.5e300,2.5e-300,1E2"),
			Case.of("integral decimals", "1.0,10.00"), Case.of("literals", "null,true,false"),
			Case.of("nulls only", "null,null,null"), Case.of("empty containers", "[],{},[[]],[{}],{\"a\":{}}"),
			Case.of("nested containers", "[1,[2,[3,[4]]]],{\"a\":{\"b\":[{\"c\":null}]}}"),
			Case.of("Unicode",
					"\"\u00e9\u00df\u4e2d\u6587\u0639\u0631\u0628\uD83D\uDE80\uD83D\uDC69\u200D\uD83D\uDCBB\""),
			Case.of("line separators", "\"\u2028\u2029\""),
			Case.of("noncharacters", "\"\uFFFE\uFFFF\uFEFF\u0080\u009f\""),
			Case.of("escapes", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\\u001e\\u007f\""),
			Case.of("escaped characters", "\"\\u0041\\u00e9\\ud83d\\ude80\""),
			Case.of("lone surrogates", "\"\\ud800\",\"\\udc00x\",\"x\\ud83d\""),
			Case.of("escaped keys", "{\"a\\\"b\":1,\"\\u0000\":2,\"\":3,\" \":4}"),
			Case.of("text of a packet", "\"42[\\\"message\\\"]\",\"4/custom,1[]\""),
			Case.of("JSON in a string", "\"{\\\"a\\\":[1]}\""),
			Case.of("whitespace", " 1 ,\t[ 2\n, 3\r] , { \"a\" : 4 } "),
			Case.of("names of prototype members",
					"{\"__proto__\":{\"x\":1},\"constructor\":1,\"toString\":null,\"hasOwnProperty\":[]}"),
			Case.of("class names",
					"{\"@class\":\"java.lang.Runtime\",\"@type\":\"x\"},[\"java.net.URL\",\"http://a\"]"),
			Case.of("placeholder in a text packet", "{\"_placeholder\":true,\"num\":0}"),
			Case.of("placeholder out of range in a text packet", "{\"_placeholder\":true,\"num\":-1}"),
			Case.of("100 arguments",
					IntStream.range(0, 100).mapToObj(Integer::toString).collect(Collectors.joining(","))),
			Case.of("1000 keys",
					IntStream.range(0, 1000)
						.mapToObj((i) -> "\"k" + i + "\":" + i)
						.collect(Collectors.joining(",", "{", "}"))),
			Case.of("depth 100", "[".repeat(50) + "{\"a\":".repeat(50) + "1" + "}".repeat(50) + "]".repeat(50)),
			Case.of("900 000 characters", "\"" + "x".repeat(900_000) + "\""),
			Case.of("600 000 bytes of Unicode", "\"" + "\u4e2d".repeat(200_000) + "\"") };

	private ArgumentCases() {
	}

	static String array(Case row) {
		return "[" + row.packets()[0] + "]";
	}

	static String event(String name, Case row) {
		String arguments = (String) row.packets()[0];
		return "[\"" + name + "\"" + (arguments.isEmpty() ? "" : "," + arguments) + "]";
	}

}
