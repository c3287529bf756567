package dev.socketio.interop.features;

import java.util.stream.Stream;

import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.ServerUnderTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Acknowledgements that the server asks for, of one client or of many.
 */
@ServerUnderTest
class BroadcastAckTests {

	private static final String TIMED_OUT = "operation has timed out";

	@RegisterExtension
	static final Clients clients = new Clients(Mount.SOCKET_IO_FEATURES);

	private static void answer(Client client, Packet event, String args) {
		client.send("3" + event.id() + Json.strict(args));
	}

	@ParameterizedTest
	@EnumSource
	void allClientsAnswer(Transport transport) {
		Client sender = clients.connect(transport);
		Client first = clients.connect(transport);
		Client second = clients.connect(transport);
		String rooms = "to:['%s','%s','%s']".formatted(sender.id(), first.id(), second.id());
		String ack = sender.askLater("broadcast-with-ack",
				"{from:'io',%s,timeout:10000,event:'question',args:[1]}".formatted(rooms));
		Packet question = second.awaitEvent("question");
		assertThat(question.data()).isEqualTo(Json.parse("['question',1]"));
		assertThat(first.awaitEvent("question").id()).isEqualTo(question.id()).isNotEmpty();
		assertThat(sender.awaitEvent("question").id()).isEqualTo(question.id());
		answer(second, question, "['second','ignored']");
		second.ask("transport");
		answer(first, question, "[]");
		first.ask("transport");
		answer(sender, question, "[{a:[1]}]");
		JsonNode result = sender.answer(ack).get(0);
		assertThat(result).isEqualTo(Json.parse("{error:null,responses:['second',null,{a:[1]}]}"));
	}

	@ParameterizedTest
	@EnumSource
	void senderIsNotAsked(Transport transport) {
		Client sender = clients.connect(transport);
		Client other = clients.connect(transport);
		String ack = sender.askLater("broadcast-with-ack",
				"{from:'socket',to:['%s','%s'],timeout:10000,event:'question',args:[]}".formatted(sender.id(),
						other.id()));
		answer(other, other.awaitEvent("question"), "['yes']");
		assertThat(sender.answer(ack).get(0)).isEqualTo(Json.parse("{error:null,responses:['yes']}"));
		assertThat(sender.events("question", 0)).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void thoseWhoAnswerInTimeAreReported(Transport transport) {
		Client sender = clients.connect(transport);
		Client silent = clients.connect(transport);
		Client late = clients.connect(transport);
		String ack = sender.askLater("broadcast-with-ack",
				"{from:'io',to:['%s','%s','%s'],timeout:3000,event:'question',args:[]}".formatted(sender.id(),
						silent.id(), late.id()));
		answer(sender, sender.awaitEvent("question"), "['in time']");
		Packet question = late.awaitEvent("question");
		JsonNode result = sender.answer(ack).get(0);
		assertThat(result).isEqualTo(Json.parse("{error:'%s',responses:['in time']}".formatted(TIMED_OUT)));
		answer(late, question, "['late']");
		answer(silent, question, "['late']");
		assertThat(late.ask("transport").asString()).isNotEmpty();
		assertThat(silent.ask("transport").asString()).isNotEmpty();
	}

	@Test
	void emptyRoomIsAnsweredAtOnce() {
		Client sender = clients.connect(Transport.WEBSOCKET);
		long start = System.nanoTime();
		JsonNode result = sender.ask("broadcast-with-ack",
				"{from:'io',to:['unknown'],timeout:6000,event:'question',args:[]}");
		assertThat(result).isEqualTo(Json.parse("{error:null,responses:[]}"));
		assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
	}

	@Test
	void clientThatLeavesIsStillExpected() {
		Client sender = clients.connect(Transport.WEBSOCKET);
		Client leaver = clients.connect(Transport.WEBSOCKET);
		String ack = sender.askLater("broadcast-with-ack",
				"{from:'io',to:['%s','%s'],timeout:3000,event:'question',args:[]}".formatted(sender.id(), leaver.id()));
		answer(sender, sender.awaitEvent("question"), "['stayed']");
		leaver.awaitEvent("question");
		leaver.send("1");
		assertThat(sender.answer(ack).get(0))
			.isEqualTo(Json.parse("{error:'%s',responses:['stayed']}".formatted(TIMED_OUT)));
	}

	@Test
	void clientAnswersOnce() {
		Client sender = clients.connect(Transport.WEBSOCKET);
		Client eager = clients.connect(Transport.WEBSOCKET);
		String ack = sender.askLater("broadcast-with-ack",
				"{from:'io',to:['%s','%s'],timeout:3000,event:'question',args:[]}".formatted(sender.id(), eager.id()));
		Packet question = eager.awaitEvent("question");
		answer(eager, question, "[1]");
		answer(eager, question, "[2]");
		assertThat(sender.answer(ack).get(0)).isEqualTo(Json.parse("{error:'%s',responses:[1]}".formatted(TIMED_OUT)));
	}

	@ParameterizedTest
	@EnumSource
	void binaryAnswersAreForwarded(Transport transport) {
		Client sender = clients.connect(transport);
		String ack = sender.askLater("broadcast-with-ack",
				"{from:'io',to:['%s'],timeout:10000,event:'question',args:[]}".formatted(sender.id()));
		Packet question = sender.awaitEvent("question");
		sender.send("61-" + question.id() + "[{\"_placeholder\":true,\"num\":0}]", new byte[] { 7 });
		JsonNode result = sender.answer(ack).get(0);
		assertThat(result).isEqualTo(Json.parse("{error:null,responses:[{_placeholder:true,num:0}]}"));
		assertThat(sender.attachment()).containsExactly(7);
	}

	@ParameterizedTest
	@EnumSource
	void oneClientAnswers(Transport transport) {
		Client client = clients.connect(transport);
		for (String timeout : Stream.of("", ",timeout:10000").toList()) {
			String ack = client.askLater("emit-with-ack", "{event:'question',args:['?']%s}".formatted(timeout));
			Packet question = client.awaitEvent("question");
			assertThat(question.data()).isEqualTo(Json.parse("['question','?']"));
			answer(client, question, "[1,'two',null]");
			assertThat(client.answer(ack).get(0)).isEqualTo(Json.parse("{error:null,response:[1,'two',null]}"));
			answer(client, question, "['again']");
		}
		client.ask("transport");
	}

	@ParameterizedTest
	@EnumSource
	void oneClientDoesNotAnswer(Transport transport) {
		Client client = clients.connect(transport);
		String ack = client.askLater("emit-with-ack", "{event:'question',args:[],timeout:200}");
		Packet question = client.awaitEvent("question");
		assertThat(client.answer(ack).get(0)).isEqualTo(Json.parse("{error:'%s',response:[]}".formatted(TIMED_OUT)));
		answer(client, question, "['late']");
		client.ask("transport");
	}

	@Test
	void otherClientsCannotAnswer() {
		Client asked = clients.connect(Transport.WEBSOCKET);
		Client other = clients.connect(Transport.WEBSOCKET);
		String ack = asked.askLater("emit-with-ack", "{event:'question',args:[],timeout:10000}");
		Packet question = asked.awaitEvent("question");
		answer(other, question, "['forged']");
		other.ask("transport");
		answer(asked, question, "['genuine']");
		assertThat(asked.answer(ack).get(0)).isEqualTo(Json.parse("{error:null,response:['genuine']}"));
	}

	@Test
	void idsIncrease() {
		Client client = clients.connect(Transport.WEBSOCKET);
		client.askLater("emit-with-ack", "{event:'question',args:[]}");
		client.askLater("broadcast-with-ack",
				"{from:'io',to:['%s'],timeout:100,event:'question',args:[]}".formatted(client.id()));
		long first = Long.parseLong(client.awaitEvent("question").id());
		assertThat(Long.parseLong(client.awaitEvent("question").id())).isGreaterThan(first);
	}

	@ParameterizedTest
	@EnumSource
	void serverAnswersOnce(Transport transport) {
		Client client = clients.connect(transport);
		String ack = client.askLater("ack-twice");
		assertThat(client.answer(ack)).isEqualTo(Json.parse("[1]"));
		client.ask("transport");
		assertThat(client.received()).isEmpty();
	}

}
