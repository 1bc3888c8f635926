#include "terminal.h"

#include "interrupt.h"
#include "msmv/values/decimal.h"
#include "msmv/values/errors.h"
#include "say.h"

namespace msmv::app {

const runs::Watch& Terminal::watch() {
  catch_interrupts();
  watch_ = {.stop = was_interrupted,
            .show = [this](const runs::Step& step) { show(step); },
            .say =
                [this](const std::string& line) {
                  clear();
                  app::say(line);
                }};
  return watch_;
}

void Terminal::show(const runs::Step& step) {
  if (!progress_ || step.what != what_) {
    progress_.emplace(step.what, step.of);
    what_ = step.what;
    skipped_ = 0;
  }
  progress_->skip(step.skipped - skipped_);
  skipped_ = step.skipped;
  if (step.of > 0) {
    progress_->show(step.done, step.note);
  }
}

void Terminal::clear() {
  if (progress_) {
    progress_->clear();
  }
}

Outcome outcome_of(const runs::Ended& ended, const std::string& noun, const std::string& cure) {
  if (!ended.is_complete()) {
    throw Interrupted("interrupted after " + std::to_string(ended.done) + " of " +
                      counted(ended.items, noun) + cure);
  }
  say_failed(ended.failed, ended.items, noun + "s");
  return ended.failed == 0 ? Outcome::ok : Outcome::some_input_failed;
}

}  // namespace msmv::app
