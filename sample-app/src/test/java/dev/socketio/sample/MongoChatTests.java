package dev.socketio.sample;

import java.util.Map;

import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.testsupport.TestMongo;
import org.junit.jupiter.api.Test;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for two servers of the chat that share a MongoDB.
 */
class MongoChatTests {

	@Test
	void usersOfAllServersHearAnnouncements() {
		try (TestMongo mongo = TestMongo.start();
				ConfigurableApplicationContext first = startServer(mongo);
				ConfigurableApplicationContext second = startServer(mongo);
				ChatUser ada = user("Ada", first);
				ChatUser grace = user("Grace", second)) {
			ada.await("welcome");
			grace.await("welcome");
			first.getBean(SocketIOEmitter.class)
				.of(ChatListener.NAMESPACE)
				.emit("announcement", Map.of("text", "Tea is ready"));
			assertThat(ada.await("announcement").json().path("text").asString()).isEqualTo("Tea is ready");
			assertThat(grace.await("announcement").json().path("text").asString()).isEqualTo("Tea is ready");
		}
	}

	private static ConfigurableApplicationContext startServer(TestMongo mongo) {
		return new SpringApplicationBuilder(SampleApplication.class).run("--server.port=0",
				"--spring.profiles.active=mongo", "--spring.mongodb.uri=" + mongo.uri());
	}

	private static ChatUser user(String nick, ConfigurableApplicationContext server) {
		return new ChatUser(((ReactiveWebServerApplicationContext) server).getWebServer().getPort(), nick);
	}

}
