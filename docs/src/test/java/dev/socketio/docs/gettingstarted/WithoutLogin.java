package dev.socketio.docs.gettingstarted;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/**
 * Keeps away what the other chapters have on the class path. The applications of the
 * tests share event loops, so none of them may outlive its test.
 */
@DirtiesContext
@TestPropertySource(
		properties = """
				spring.autoconfigure.exclude=\
				org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration,\
				org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration""")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface WithoutLogin {

}
