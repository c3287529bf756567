package dev.socketio.docs.gettingstarted;

// tag::test[]
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

// end::test[]
/**
 * How to test with a client.
 */
@WithoutLogin
// tag::test[]
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class GreetingTests {

	@LocalServerPort
	private int port;

	@Test
	void greets() throws Exception {
		IO.Options options = IO.Options.builder().setForceNew(true).setReconnection(false).build(); // <1>
		Socket socket = IO.socket(URI.create("http://localhost:" + this.port), options);
		CompletableFuture<JSONObject> answer = new CompletableFuture<>();
		Object[] arguments = { new JSONObject(Map.of("name", "Ada")) };
		Ack ack = (args) -> answer.complete((JSONObject) args[0]); // <2>
		try {
			socket.connect();
			socket.emit("greet", arguments, ack); // <3>
			assertThat(answer.get(10, TimeUnit.SECONDS).getString("text")).isEqualTo("Hello Ada");
		}
		finally {
			socket.close();
		}
	}

}
// end::test[]
