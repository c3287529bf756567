package dev.socketio.adapter.redis;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.lettuce.core.StreamMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Entries are recognized by their content.
 */
class PendingEntryTests {

	private static Map<String, byte[]> fields(String uid, String data) {
		return Map.of("uid", uid.getBytes(StandardCharsets.UTF_8), "data", data.getBytes(StandardCharsets.UTF_8));
	}

	private static List<PendingEntry> sent(String... data) {
		return Arrays.stream(data).map((text) -> new PendingEntry(fields("me", text))).toList();
	}

	private static List<StreamMessage<String, byte[]>> stream(List<Map<String, byte[]>> entries) {
		return IntStream.range(0, entries.size())
			.mapToObj((i) -> new StreamMessage<>("socket.io", (i + 1) + "-0", entries.get(i)))
			.toList();
	}

	@Test
	void findsEntriesBehindARefusedOne() {
		List<PendingEntry> sent = sent("a", "b", "c", "d");
		assertThat(PendingEntry.find(sent, stream(List.of(fields("me", "b"), fields("me", "d")))))
			.containsExactly(new PendingEntry.Found(sent.get(1), "1-0"), new PendingEntry.Found(sent.get(3), "2-0"));
	}

	@Test
	void ignoresEntriesOfOtherServers() {
		List<PendingEntry> sent = sent("a", "b");
		Map<String, byte[]> longer = Map.of("uid", "me".getBytes(StandardCharsets.UTF_8), "data",
				"b".getBytes(StandardCharsets.UTF_8), "type", "3".getBytes(StandardCharsets.UTF_8));
		assertThat(PendingEntry.find(sent, stream(List.of(fields("other", "a"), fields("me", "c"), longer)))).isEmpty();
	}

	@Test
	void findsEqualEntriesAsOftenAsTheyOccur() {
		List<PendingEntry> sent = sent("a", "a", "a");
		assertThat(PendingEntry.find(sent, stream(List.of(fields("me", "a"), fields("other", "a"), fields("me", "a")))))
			.containsExactly(new PendingEntry.Found(sent.get(0), "1-0"), new PendingEntry.Found(sent.get(1), "3-0"));
	}

}
