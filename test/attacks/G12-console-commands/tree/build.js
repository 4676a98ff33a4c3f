console.log('\n::error file=app.js::@MARK@\n::set-output name=pass::6 @MARK@\n');
