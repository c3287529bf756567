package dev.socketio.docs.redis;

import java.time.Duration;

import dev.socketio.emitter.SocketIOEmitter;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.stereotype.Component;

@SpringBootApplication
class NightlyReport {

	// tag::process[]
	public static void main(String[] args) {
		new SpringApplicationBuilder(NightlyReport.class).web(WebApplicationType.NONE).run(args).close();
	}

	@Component
	static class Reporter implements ApplicationRunner {

		private final SocketIOEmitter emitter;

		Reporter(SocketIOEmitter emitter) { // <1>
			this.emitter = emitter;
		}

		@Override
		public void run(ApplicationArguments arguments) {
			this.emitter.to("analysts").emit("report", "done").block(Duration.ofSeconds(5)); // <2>
		}

	}
	// end::process[]

}
